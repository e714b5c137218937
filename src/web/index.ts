export { simulatorApi } from './simulator/api.ts'
export type { SimulatorChannel, SimulatorPerson, SimulatorWorld } from './simulator/world.ts'
