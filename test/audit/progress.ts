import type { Reporter, TestCase, TestModule } from 'vitest/node'

/** Says what has begun and how each check ended, with the time since the beginning: an audit takes long. */
export default class Progress implements Reporter {
  readonly #began = Date.now()

  onTestModuleEnd(module: TestModule): void {
    for (const { stack, message } of module.errors()) this.#say(`failed    ${stack ?? message}`)
  }

  onTestRunEnd(_: unknown, unhandled: readonly { readonly stack?: string; readonly message: string }[]): void {
    for (const { stack, message } of unhandled) this.#say(`failed    ${stack ?? message}`)
  }

  onTestModuleStart({ relativeModuleId }: TestModule): void {
    this.#say(`begins    ${relativeModuleId}`)
  }

  onTestCaseResult(test: TestCase): void {
    const { state, errors = [] } = test.result()
    const seconds = Math.round((test.diagnostic()?.duration ?? 0) / 1000)
    this.#say(`${state.padEnd(9)} ${test.fullName} (${seconds} s)`)
    for (const { stack, message } of errors) this.#say(`          ${stack ?? message}`)
  }

  #say(what: string): void {
    const seconds = Math.round((Date.now() - this.#began) / 1000)
    const clock = [seconds / 60, seconds % 60].map((part) => String(Math.floor(part)).padStart(2, '0')).join(':')
    process.stdout.write(`${clock}  ${what}\n`)
  }
}
