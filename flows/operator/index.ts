export { createOperator } from './operator.ts'
