import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import type { Patience } from '#jobs'
import { PLATFORM_ENV } from '../start-company.ts'
import type { HttpPlatform } from './http-adapter.ts'

const ENTRY = fileURLToPath(new URL('../../entries/fault-worker.ts', import.meta.url))

/** What a worker is told beside its environment. */
export interface WorkerSettings {
  readonly platforms: readonly HttpPlatform[]
  /** Company time less the machine's, ms. */
  readonly aheadMs: number
  readonly patience: Patience
  /** Whether others may have the same SQLite file. */
  readonly several: boolean
}

/** The whole program in a process of its own, with recording platforms; killed when the test ends. */
export class WorkerProcess {
  readonly #env: Readonly<Record<string, string>>
  readonly #settings: WorkerSettings
  #child: ChildProcess | null = null
  /** Company time moved on since, ms. */
  #advanced = 0
  /** Everything that all its lives have written. */
  output = ''

  constructor(env: Readonly<Record<string, string>>, settings: WorkerSettings) {
    this.#env = env
    this.#settings = settings
    onTestFinished(async () => {
      await this.end('SIGKILL')
    })
  }

  get pid(): number {
    return this.#child?.pid ?? 0
  }

  /** Resolves when it has started; answers false when it ended instead. */
  async start(): Promise<boolean> {
    const settings = { ...this.#settings, aheadMs: this.#settings.aheadMs + this.#advanced }
    const child = spawn(process.execPath, [ENTRY], {
      env: {
        PATH: process.env.PATH,
        LANG: 'C',
        PORT: '0',
        ...PLATFORM_ENV,
        ...this.#env,
        WORKER: JSON.stringify(settings),
      },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    this.#child = child
    const { promise, resolve } = Promise.withResolvers<boolean>()
    child.stdout?.on('data', (chunk: Buffer) => chunk.includes('started') && resolve(true))
    child.stderr?.on('data', (chunk: Buffer) => {
      this.output += chunk
    })
    child.once('exit', () => resolve(false))
    return promise
  }

  /** Moves its company time on. */
  advance(ms: number): void {
    this.#advanced += ms
    this.#child?.send({ advance: ms })
  }

  /** Sets the clock of its machine wrong by so many ms more; a restart sets it right. */
  leap(ms: number): void {
    this.#child?.send({ leap: ms })
  }

  /** Resolves when its lives have written this so many times; rejects when it ends first. */
  async printed(text: string, times = 1): Promise<void> {
    const child = this.#child
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const look = () => this.output.split(text).length > times && resolve()
    const ended = () => reject(new Error(`ended without writing "${text}":\n${this.output}`))
    child?.stderr?.on('data', look)
    child?.once('exit', ended)
    look()
    await promise
    child?.stderr?.off('data', look)
    child?.off('exit', ended)
  }

  signal(signal: NodeJS.Signals): void {
    this.#child?.kill(signal)
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

  /** As if the power were cut, and then switched on again. */
  async restart(): Promise<void> {
    await this.end('SIGKILL')
    if (!(await this.start())) throw new Error(`did not start again:\n${this.output}`)
  }
}
