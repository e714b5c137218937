import { PlayedDingtalk } from '../emulators/dingtalk/played-dingtalk.ts'
import { adapterContract } from './adapter/adapter-contract.ts'
import { directoryContract } from './adapter/directory-contract.ts'

adapterContract('DingTalk, with cards', () => PlayedDingtalk.start('cards'))
adapterContract('DingTalk, texts and pages', () => PlayedDingtalk.start('texts'))
directoryContract('DingTalk', () => PlayedDingtalk.start('cards'))
