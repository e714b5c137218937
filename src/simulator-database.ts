/** The schema of a PostgreSQL database that holds the simulator's company. */
const SCHEMA = 'hearback_simulator'

/** The data of the simulator's sample company never lies among the company's own. */
export function simulatorDatabase(url: string): string {
  if (url.startsWith('sqlite:')) return url.replace(/(\.[^./]+)?$/, (extension) => `-simulator${extension}`)
  const parsed = new URL(url)
  parsed.searchParams.set('schema', SCHEMA)
  return parsed.toString()
}
