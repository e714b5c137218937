/** The first try comes quickly: a proxy that cut a silent connection takes the next one at once. */
const FIRST_RETRY_MS = 250
const RETRY_MS = 2000
/** A blink is nothing to report. */
const QUIET_MS = 1500

/**
 * Listens to the server for changes, and comes back by itself when it was gone.
 * @param {{ changed: (newest: number) => void, lost: () => void, back: () => void }} listener
 */
export function listen({ changed, lost, back }) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let reporting
  let tries = 0

  const connect = () => {
    const source = new EventSource('/simulator/api/events')
    source.addEventListener('changed', (event) => {
      clearTimeout(reporting)
      reporting = undefined
      tries = 0
      back()
      changed(Number(event.data))
    })
    source.addEventListener('error', () => {
      reporting ??= setTimeout(lost, QUIET_MS)
      // The browser gives up for good after an answer that is no stream, as a restarting server's may be.
      source.close()
      setTimeout(connect, tries++ === 0 ? FIRST_RETRY_MS : RETRY_MS)
    })
  }
  connect()
}
