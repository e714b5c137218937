/** In the place of an answer that did not come in time. */
export const LATE = Symbol('late')

/** Waits for something, but no longer than so many ms; what comes later is nobody's. Rejects when the work does so in time. */
export async function inTime<T>(work: Promise<T>, ms: number): Promise<T | typeof LATE> {
  const { promise, resolve } = Promise.withResolvers<typeof LATE>()
  const timer = setTimeout(() => resolve(LATE), Math.max(0, ms))
  try {
    return await Promise.race([work, promise])
  } finally {
    clearTimeout(timer)
  }
}
