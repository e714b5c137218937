export type { SimulatedCard, SimulatedMessage } from './message-view.ts'
export { MovableClock } from './movable-clock.ts'
export { PLATFORM, Simulator, SimulatorError, WORKSPACE } from './simulator.ts'
