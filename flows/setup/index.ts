export { createNewcomer } from './newcomer.ts'
export { createSetup } from './setup.ts'
