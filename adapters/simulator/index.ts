export { MovableClock } from './movable-clock.ts'
export { PLATFORM, Simulator, WORKSPACE } from './simulator.ts'
