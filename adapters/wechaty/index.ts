export { WechatyAdapter } from './wechaty-adapter.ts'
export { buildBot } from './wechaty-port.ts'
