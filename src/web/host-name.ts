const LOOPBACK = ['localhost', '127.0.0.1', '[::1]']

/** The name in a Host header: `localhost:3000` → `localhost`; empty where there is none. */
export function hostName(host: string): string {
  return URL.parse(`http://${host}`)?.hostname ?? ''
}

/** Whether a Host header names this machine as only this machine calls itself. */
export function isLoopbackName(host: string): boolean {
  return LOOPBACK.includes(hostName(host))
}
