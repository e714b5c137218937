import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import { freePort } from './free-port.ts'
import { SimulatorClient } from './simulator-client.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const START_TIMEOUT_MS = 20_000

/** The program in a process of its own: to be killed, restarted, and listened to. */
export class HearbackProcess {
  readonly #env: Readonly<Record<string, string>>
  #child: ChildProcess | null = null
  /** Everything it has written so far. */
  output = ''
  readonly url: string
  readonly client: SimulatorClient

  readonly #program: readonly string[]

  constructor(port: number, env: Readonly<Record<string, string>>, program = ['hearback.js', 'serve']) {
    this.#program = program
    this.#env = { ...env, PORT: String(port) }
    this.url = `http://127.0.0.1:${port}`
    this.client = new SimulatorClient(this.url)
  }

  async start(): Promise<void> {
    const child = spawn(process.execPath, [...this.#program], {
      cwd: ROOT,
      env: { PATH: process.env.PATH, LANG: 'C', ...this.#env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#child = child
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const collect = (chunk: Buffer) => {
      this.output += chunk
      if (chunk.includes('Hearback is at')) resolve()
    }
    child.stdout.on('data', collect)
    child.stderr.on('data', collect)
    child.once('exit', (code) => reject(new Error(`serve ended with ${code}:\n${this.output}`)))
    const timer = setTimeout(() => reject(new Error(`serve did not start:\n${this.output}`)), START_TIMEOUT_MS)
    await promise
    clearTimeout(timer)
  }

  /** Sends a signal and waits for the end; answers the exit code. */
  async end(signal: NodeJS.Signals): Promise<number | null> {
    const child = this.#child
    if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null
    const { promise, resolve } = Promise.withResolvers<number | null>()
    child.once('exit', resolve)
    child.kill(signal)
    return promise
  }

  /** Kills it without waiting. */
  kill(): void {
    this.#child?.kill('SIGKILL')
  }

  signal(signal: NodeJS.Signals): void {
    this.#child?.kill(signal)
  }

  /** Resolves when it has written this, rejects when it ends first. */
  async printed(text: string): Promise<void> {
    const child = this.#child
    if (!child || this.output.includes(text)) return
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const look = () => this.output.includes(text) && resolve()
    child.stdout?.on('data', look)
    child.stderr?.on('data', look)
    child.once('exit', () => reject(new Error(`ended without writing "${text}":\n${this.output}`)))
    await promise
  }

  /** Of the process as it runs now. */
  get pid(): number {
    return this.#child?.pid ?? 0
  }

  get running(): boolean {
    return this.#child !== null && this.#child.exitCode === null && this.#child.signalCode === null
  }
}

/** Starts the program; it is killed when the test ends. */
export async function startProcess(
  env: Readonly<Record<string, string>>,
  program?: string[],
): Promise<HearbackProcess> {
  const hearback = await prepareProcess(env, program)
  await hearback.start()
  return hearback
}

/** One that is still to be started; it is killed when the test ends. */
export async function prepareProcess(
  env: Readonly<Record<string, string>>,
  program?: string[],
): Promise<HearbackProcess> {
  const hearback = new HearbackProcess(await freePort(), env, program)
  onTestFinished(async () => {
    await hearback.end('SIGKILL')
  })
  return hearback
}
