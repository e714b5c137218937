import type { Clock } from '#core'
import type { openRedis } from './redis.ts'

/** A mark lies in Redis beside the jobs: when it is gone, so are they. */
export function emptiedMark(connection: ReturnType<typeof openRedis>, key: string, clock: Clock) {
  let known: string | null = null
  return async (): Promise<boolean> => {
    const mine = String(clock.real())
    const there = (await connection.set(key, mine, 'NX')) ? mine : await connection.get(key)
    const emptied = known !== null && known !== there
    known = there
    return emptied
  }
}
