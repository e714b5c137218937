import { PlayedDingtalk } from '../emulators/dingtalk/played-dingtalk.ts'
import { adapterContract } from './adapter/adapter-contract.ts'

adapterContract('DingTalk, with cards', () => PlayedDingtalk.start('cards'))
adapterContract('DingTalk, texts and pages', () => PlayedDingtalk.start('texts'))
adapterContract('DingTalk, told at its address', () => PlayedDingtalk.start('cards', { mode: 'http' }))
