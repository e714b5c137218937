export { askKeepers, createDirectory } from './directory.ts'
