import type { DueWork, Say, View } from '#core'
import { CLOCK_REPORT, type ClockReport } from '#domain'
import { askedIn } from './audience.ts'
import type { OperatorParts, Stores } from './parts.ts'
import { words } from './words.ts'

export const CLOCK_VIEW = 'operator.clock'

/** Tells operators, once it can be told, that the clock was in doubt and nothing was sent. */
export function clockReports(parts: OperatorParts): DueWork<Stores> {
  return {
    name: 'clock-reports',
    async due(stores, now) {
      if ((await stores.settings.get(CLOCK_REPORT)) === null) return []
      return (await askedIn(parts, stores, 'people', now)).length > 0 ? ['report'] : []
    },
    next: async () => null,

    async run(stores, _key, now) {
      const report = await stores.settings.get(CLOCK_REPORT)
      if (report === null) return []
      await stores.settings.remove(CLOCK_REPORT)
      const { offMs, forMs }: ClockReport = JSON.parse(report)
      const args = { offMs: String(offMs), forMs: String(forMs) }
      const [to] = await askedIn(parts, stores, 'people', now)
      const say = to && ({ to, class: 'answer', content: { kind: 'view', view: CLOCK_VIEW, args } } satisfies Say)
      return say ? [say] : []
    },
  }
}

export function clockView(): View<Stores> {
  return async ({ offMs = '0', forMs = '0' }, { locale }) => {
    const text = words(locale)
    const off = Number(offMs)
    return {
      title: text.clock.title,
      text: text.clock.text(text.lasting(Math.abs(off)), off > 0, text.lasting(Number(forMs))),
    }
  }
}
