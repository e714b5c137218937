import { PlayedWecom } from '../emulators/wecom/played-wecom.ts'
import { adapterContract } from './adapter/adapter-contract.ts'
import { directoryContract } from './adapter/directory-contract.ts'

adapterContract('WeCom, the bot alone', () => PlayedWecom.start('bot'))
adapterContract('WeCom, the application alone', () => PlayedWecom.start('app'))
adapterContract('WeCom, both', () => PlayedWecom.start('both'))
directoryContract('WeCom, the application alone', () => PlayedWecom.start('app'))
directoryContract('WeCom, both', () => PlayedWecom.start('both'))
