export { Dingtalk } from './dingtalk.ts'
