import type { Adapter, Instant, Say, SendingPlan, SendingPlanner } from '#core'
import type { Stores } from '#db'
import { dateAt } from '#domain'
import { monthlyCalls, type Planned, planRoute } from '#jobs'
import type { Addresses } from './addresses.ts'

/** Works out what a sending will take, by where its people can be reached and by the limits there. */
export function sendingPlanner(addresses: Addresses, adapters: readonly Adapter[]): SendingPlanner<Stores> {
  return {
    async ahead(stores, says, now): Promise<SendingPlan> {
      const { byRoute, unreachable } = await sortByRoute(stores, says, now)
      const plans = onRoutes(byRoute).map(async ({ adapter, messages }) =>
        planRoute(messages, await routeNow(stores, adapter, now)),
      )
      return { routes: await Promise.all(plans), unreachable }
    },

    async left(stores, batch, now) {
      const byRoute = new Map<string, Planned[]>()
      for (const { route, at, count } of await stores.outbox.left(batch)) {
        const same = Array.from({ length: count }, () => ({ at, words: '' }))
        byRoute.set(route, [...(byRoute.get(route) ?? []), ...same])
      }
      const plans = onRoutes(byRoute).map(async ({ adapter, messages }) => {
        const route = await routeNow(stores, adapter, now)
        const mine = messages.filter(({ at }) => at <= now).length
        return planRoute(messages, { ...route, waiting: Math.max(0, route.waiting - mine) })
      })
      const routes = await Promise.all(plans)
      if (routes.length === 0) return null
      return {
        from: Math.min(...routes.map(({ from }) => from)),
        until: Math.max(...routes.map(({ until }) => until)),
      }
    },
  }

  async function sortByRoute(stores: Stores, says: readonly Say[], now: Instant) {
    const found = await addresses.find(
      stores,
      says.map((say) => say.to),
    )
    const unreachable: string[] = []
    const byRoute = new Map<string, Planned[]>()
    for (const [index, say] of says.entries()) {
      const route = found[index]?.route
      if (route !== undefined) {
        const mine = byRoute.get(route) ?? []
        byRoute.set(route, mine)
        mine.push({ at: say.notBefore ?? now, words: say.alike ?? String(index) })
      } else if (say.to.kind === 'person') unreachable.push(say.to.person)
    }
    return { byRoute, unreachable }
  }

  function onRoutes(byRoute: ReadonlyMap<string, Planned[]>) {
    return adapters.flatMap((adapter) => {
      const messages = byRoute.get(routeOf(adapter))
      return messages ? [{ adapter, messages }] : []
    })
  }

  async function routeNow(stores: Stores, adapter: Adapter, now: Instant) {
    return {
      platform: adapter.platform,
      limits: adapter.capabilities.limits,
      batchMax: adapter.sendMany ? (adapter.capabilities.batch?.max ?? 1) : 1,
      waiting: await stores.outbox.waiting(routeOf(adapter), now),
      spent: await spentOn(stores, adapter, now),
      now,
    }
  }
}

function routeOf({ platform, workspace }: Adapter): string {
  return `${platform}/${workspace}`
}

async function spentOn({ buckets }: Stores, adapter: Adapter, now: Instant): Promise<number> {
  const { budget } = adapter.capabilities.limits
  if (!budget) return 0
  const month = dateAt(now, budget.timeZone).slice(0, 7)
  const known = await monthlyCalls(buckets)
  return known.find((one) => one.route === routeOf(adapter) && one.month === month)?.spent ?? 0
}
