import { PlayedWechat } from '../emulators/wechat/played-wechat.ts'
import { adapterContract } from './adapter/adapter-contract.ts'

adapterContract('WeChat', () => PlayedWechat.start())
