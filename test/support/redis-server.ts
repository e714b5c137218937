import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createConnection } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from './free-port.ts'
import { readFolder } from './read-folder.ts'

/** Settings under which nothing that was written to it is written over, or compressed. */
export const EVERYTHING = ['--rdbcompression', 'no', '--auto-aof-rewrite-percentage', '0']

/** A private Redis on a free port; it can be killed and started again on the same data. */
export class RedisServer {
  readonly #folder: string
  readonly #port: number
  #settings: readonly string[]
  #process: ChildProcess | null = null

  private constructor(folder: string, port: number, settings: readonly string[]) {
    this.#folder = folder
    this.#port = port
    this.#settings = settings
  }

  /** `settings` are added to the command line, e.g. `--maxmemory-policy allkeys-lru`. */
  static async start(settings: readonly string[] = []): Promise<RedisServer> {
    const server = new RedisServer(mkdtempSync(join(tmpdir(), 'hearback-redis-')), await freePort(), settings)
    await server.up()
    return server
  }

  get url(): string {
    return `redis://127.0.0.1:${this.#port}`
  }

  /** Starts it on what it has kept; with other settings than before, where some are named. */
  async up(settings = this.#settings): Promise<void> {
    this.#settings = settings
    const fixed = ['--port', String(this.#port), '--bind', '127.0.0.1', '--dir', this.#folder, '--appendonly', 'yes']
    this.#process = spawn('/usr/bin/redis-server', [...fixed, '--save', '', ...this.#settings], { stdio: 'ignore' })
    await this.command('PING')
  }

  /** Ends it at once, as a power cut would. */
  async down(): Promise<void> {
    const running = this.#process
    if (!running) return
    const { promise, resolve } = Promise.withResolvers<void>()
    running.once('exit', () => resolve())
    running.kill('SIGKILL')
    await promise
    this.#process = null
  }

  /** From now on it keeps every connection open and answers nothing. */
  hang(): void {
    this.#process?.kill('SIGSTOP')
  }

  goOn(): void {
    this.#process?.kill('SIGCONT')
  }

  /** Everything it holds and was ever told to write, nothing of it compressed: wants `EVERYTHING` among its settings. */
  async written(): Promise<Buffer> {
    await this.command('SAVE')
    return readFolder(this.#folder)
  }

  async stop(): Promise<void> {
    await this.down()
    rmSync(this.#folder, { recursive: true, force: true })
  }

  /** Sends a command of plain words; waits for a server that is still starting. */
  async command(...words: readonly string[]): Promise<string> {
    for (let tried = 0; tried < 200; tried++) {
      const answer = await this.#ask(words)
      if (answer !== null) return answer
    }
    throw new Error('Redis does not answer')
  }

  async #ask(words: readonly string[]): Promise<string | null> {
    const { promise, resolve } = Promise.withResolvers<string | null>()
    const socket = createConnection({ port: this.#port, host: '127.0.0.1' })
    socket.once('connect', () => socket.write(`${words.join(' ')}\r\n`))
    socket.once('data', (data) => resolve(data.toString()))
    socket.once('error', () => setTimeout(() => resolve(null), 25))
    const answer = await promise
    socket.destroy()
    return answer
  }
}
