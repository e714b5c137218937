/** Calls a minute per method, at Slack's published tiers; where sources differ, the lower. */
const TIERS: Readonly<Record<string, number>> = {
  'apps.connections.open': 50,
  'chat.update': 50,
  'chat.delete': 50,
  'chat.postEphemeral': 100,
  'conversations.open': 50,
  'conversations.history': 50,
  'conversations.replies': 50,
  'conversations.members': 100,
  'users.list': 20,
  'users.info': 100,
  'usergroups.list': 20,
  'views.open': 100,
  'views.update': 100,
  'views.publish': 100,
  'auth.test': 300,
}
const OTHERS = 50
/** Messages a second to one channel. */
const PER_CHANNEL_MS = 1000

/** Buckets that fill by the emulator's clock. */
export class RateLimits {
  readonly #now: () => number
  readonly #full = new Map<string, number>()
  readonly #scale: number

  /** `scale`: so many times faster than Slack. */
  constructor(now: () => number, scale: number) {
    this.#now = now
    this.#scale = scale
  }

  /** Seconds to wait, or null when the call may pass. */
  take(method: string, channel: string | null): number | null {
    if (method === 'chat.postMessage') return this.#bucket(`to ${channel}`, PER_CHANNEL_MS, 1)
    const perMinute = TIERS[method] ?? OTHERS
    return this.#bucket(method, 60_000 / perMinute, perMinute)
  }

  #bucket(name: string, everyMs: number, burst: number): number | null {
    const now = this.#now()
    const every = everyMs / this.#scale
    const full = Math.max(this.#full.get(name) ?? 0, now)
    const ahead = full + every - now - every * burst
    if (ahead > 0.5) return Math.max(1, Math.ceil(ahead / 1000))
    this.#full.set(name, full + every)
    return null
  }
}
