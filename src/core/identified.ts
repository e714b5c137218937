import { inspect } from 'node:util'

/**
 * A value that says who somebody is, on its way through the anonymous route.
 *
 * Stores, queue, logger, metrics and traces take plain values, so the compiler refuses this one. It cannot be
 * serialised or printed either: JSON throws, a template string shows a placeholder. `reveal` is the only way in,
 * and the architecture test counts who calls it.
 */
export class Identified<T> {
  readonly #value: T

  constructor(value: T) {
    this.#value = value
  }

  /** For the few places that must know: finding the sender's language, sealing a return address. */
  static reveal<T>(identified: Identified<T>): T {
    return identified.#value
  }

  toJSON(): never {
    throw new TypeError('an identified value must not be serialised')
  }

  toString(): string {
    return '[identified]'
  }

  [inspect.custom](): string {
    return '[identified]'
  }
}
