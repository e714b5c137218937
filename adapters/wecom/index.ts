export { createWecom } from './create-wecom.ts'
export { type RelinkResult, relinkTest } from './relink-test.ts'
