import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { postgresFolder } from './postgres-server.ts'

/** Programs the tests start for themselves, and the Debian package each comes in. */
const PROGRAMS = [
  { found: () => existsSync('/usr/bin/chromium'), package: 'chromium' },
  { found: () => existsSync('/usr/bin/redis-server'), package: 'redis-server' },
  { found: () => postgresFolder() !== null, package: 'postgresql' },
]

/** Installs what is missing where that is possible, else ends the run at once with the command to type. */
export default function setup(): void {
  const missing = PROGRAMS.filter(({ found }) => !found()).map((program) => program.package)
  if (missing.length === 0) return
  const command = `apt-get install -y ${missing.join(' ')}`
  const canInstall = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')
  if (!canInstall) throw new Error(`These tests need ${missing.join(', ')}. As root: ${command}`)
  process.stdout.write(`Installing what the tests need: ${command}\n`)
  execFileSync('apt-get', ['update', '-q'], { stdio: 'ignore' })
  execFileSync('apt-get', ['install', '-y', '-q', ...missing], {
    stdio: 'ignore',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })
}
