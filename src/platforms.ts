import type { Adapter, CallBudget, Clock, CoreStores, Log, OnServerDate, Random, Transactor } from '#core'
import { countCalls } from '#jobs'
import type { PlatformSettings } from './platform-settings.ts'

/**
 * The workspace of every adapter of a company. There is at most one per platform, so the platform's own id of it need
 * not be known: accounts can be imported before the platform was ever reached.
 */
export const WORKSPACE = 'company'

/** What an adapter is given beside the settings of its platform. */
export interface PlatformParts {
  readonly workspace: string
  /** For what processes must share: buckets, leases. Never inside somebody else's transaction. */
  readonly database: Transactor<CoreStores>
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  /** Where the platform and people reach this program; null where they cannot. */
  readonly publicUrl: string | null
  readonly onServerDate: OnServerDate
}

/** Puts the adapters together; a test gives its own in their place. */
export type LoadAdapters = (parts: PlatformParts) => Promise<readonly Adapter[]>

type Loaders = {
  readonly [Name in keyof PlatformSettings]: (
    settings: NonNullable<PlatformSettings[Name]>,
    parts: PlatformParts,
  ) => Promise<Adapter>
}

/** One line a platform. An adapter and its SDK are loaded only here, only when its settings are there. */
const LOADERS: Loaders = {
  slack: async (settings, parts) => (await import('#adapters/slack')).createSlackAdapter(settings, parts),
  dingtalk: async (settings, parts) =>
    new (await import('#adapters/dingtalk')).Dingtalk(settings, { ...parts, countCalls: counting('dingtalk', parts) }),
  wecom: async (settings, parts) => (await import('#adapters/wecom')).createWecom(settings, parts),
  wechaty: async (settings, parts) => new (await import('#adapters/wechaty')).WechatyAdapter(settings, parts),
}

/** Adapters of the platforms whose settings are there. Nothing is connected yet. */
export async function loadAdapters(settings: PlatformSettings, parts: PlatformParts): Promise<Adapter[]> {
  const loading = (Object.keys(LOADERS) as (keyof Loaders)[]).map((name) => loadOne(name, settings[name], parts))
  return (await Promise.all(loading)).filter((adapter) => adapter !== null)
}

async function loadOne<Name extends keyof Loaders>(
  name: Name,
  settings: PlatformSettings[Name],
  parts: PlatformParts,
): Promise<Adapter | null> {
  return settings ? LOADERS[name](settings, parts) : null
}

/** Counts calls that no message of the outbox stands for, by the company's time, and warns when a share of them is gone. */
function counting(platform: string, { database, clock, workspace, log }: PlatformParts) {
  return async (budget: CallBudget, calls: number) => {
    const counted = { route: `${platform}/${workspace}`, budget, now: clock.now() }
    const { spent, passed } = await database.transaction(({ buckets }) => countCalls(buckets, counted, calls))
    if (passed !== null) log.warn('calls.spent', { platform, count: spent, state: `${passed * 100} %` })
  }
}
