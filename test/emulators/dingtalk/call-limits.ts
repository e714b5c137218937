import { Windows } from '../windows.ts'
import { DingtalkError } from './dingtalk-error.ts'

const PER_SECOND = 20
const SECOND_MS = 1000
/** Calls that cost nothing of a month's: access and contacts. */
const FREE = /^\/(v1\.0\/oauth2|v1\.0\/gateway|gettoken|topapi\/(v2\/)?(user|department))/

interface CallLimitsParts {
  /** How long a second is, ms; null where nobody counts calls by the second. */
  readonly secondMs: number | null
}

/** How often an organisation may call: so many times a second each interface, so many times a month all of them. */
export class CallLimits {
  readonly #perSecond: Windows | null
  /** Of this month. */
  left = 5000
  /** Calls that came too fast. */
  tooFast = 0

  constructor({ secondMs = SECOND_MS }: Partial<CallLimitsParts> = {}) {
    this.#perSecond = secondMs === null ? null : new Windows([{ count: PER_SECOND, perMs: secondMs }])
  }

  /** @throws DingtalkError when it is one too many */
  count(path: string): void {
    const old = !path.startsWith('/v1.0/')
    if (this.#perSecond && !this.#perSecond.take(path, performance.now())) {
      this.tooFast++
      if (old) throw DingtalkError.old(90018, 'qps limit for appkey and api')
      throw DingtalkError.refused('Forbidden.AccessDenied.QpsLimitForAppkeyAndApi', 403)
    }
    if (FREE.test(path)) return
    if (this.left > 0) {
      this.left--
      return
    }
    if (old) throw DingtalkError.old(90020, 'api count limit for org')
    throw DingtalkError.refused('Forbidden.AccessDenied.ApiCountLimitForOrg', 403)
  }
}
