import type { Capabilities } from './capabilities.ts'

/**
 * What a platform can show on the anonymous route. Where it keeps what is entered in its forms, there is no form for that
 * route: its page serves.
 */
export function unkept(capabilities: Capabilities): Capabilities {
  return capabilities.keeps.sheet ? { ...capabilities, sheet: null } : capabilities
}
