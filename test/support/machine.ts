import { execFileSync } from 'node:child_process'
import { existsSync, statSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { postgresFolder } from './postgres-server.ts'

/** Programs the tests start for themselves, and the Debian package each comes in. */
const PROGRAMS = [
  { found: () => existsSync('/usr/bin/chromium'), package: 'chromium' },
  { found: () => existsSync('/usr/bin/redis-server'), package: 'redis-server' },
  { found: () => postgresFolder() !== null, package: 'postgresql' },
]

/** Packages that only tests of an option need; they are heavy, so the program does not have them. */
const OPTIONS = ['test/wechaty']

/** Installs what is missing where that is possible, else ends the run at once with the command to type. */
export default function setup(): void {
  for (const folder of OPTIONS) installPackages(folder)
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

function installPackages(folder: string): void {
  const installed = statSync(join(folder, 'node_modules/.package-lock.json'), { throwIfNoEntry: false })
  if (installed && installed.mtimeMs >= statSync(join(folder, 'package.json')).mtimeMs) return
  const command = 'npm install --ignore-scripts --no-audit --no-fund'
  process.stdout.write(`Installing what the tests need, half a minute: (cd ${folder} && ${command})\n`)
  // Scripts of npm tell the inner one about the outer package.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('npm_')))
  execFileSync('npm', command.split(' ').slice(1), { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'], env })
  // It stays as it is when there was nothing to do.
  utimesSync(join(folder, 'node_modules/.package-lock.json'), new Date(), new Date())
}
