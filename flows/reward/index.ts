export { createReward } from './reward.ts'
