import { pino } from 'pino'
import type { Log } from '#core'

/** Lines of JSON on standard output. What a line may carry is limited by `LogFields`. */
export function createLog(level: string): Log {
  const logger = pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime })
  const line =
    (at: 'debug' | 'info' | 'warn' | 'error'): Log['info'] =>
    (event, fields) =>
      logger[at]({ ...fields }, event)
  return { debug: line('debug'), info: line('info'), warn: line('warn'), error: line('error') }
}
