export { formPageRoutes } from './form-page/routes.ts'
export { isLoopbackName } from './host-name.ts'
export { simulatorRoutes } from './simulator/routes.ts'
export type { SimulatorChannel, SimulatorPerson, SimulatorWorld } from './simulator/world.ts'
