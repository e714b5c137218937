import { adapterContract } from './adapter/adapter-contract.ts'
import { PlayedSimulator } from './adapter/played-simulator.ts'

adapterContract('simulator', async () => new PlayedSimulator())
