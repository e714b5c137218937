import { PlayedDingtalk } from '../emulators/dingtalk/played-dingtalk.ts'
import { adapterContract } from './adapter/adapter-contract.ts'

adapterContract('DingTalk, HTTP', () => PlayedDingtalk.start('cards', { mode: 'http' }))
