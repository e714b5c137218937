export { barLine } from './bar-line.ts'
export { splitText } from './split-text.ts'
