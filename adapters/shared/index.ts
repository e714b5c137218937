export { barLine } from './bar-line.ts'
export { fingerprint } from './fingerprint.ts'
export { plainId } from './plain-id.ts'
export { splitText } from './split-text.ts'
