import {
  closeSync,
  constants,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  statSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import type { Randomness } from './system-random.ts'

const SECRET_BYTES = 32
const ID_BYTES = 16

interface Share {
  readonly id: string
  readonly secret: Uint8Array
}

/**
 * Secrets that can be destroyed one by one: a file each, in the folder of keys, so that no copy of the data holds them.
 * What is locked with one opens only as long as it stands; an empty file says that it was destroyed on purpose.
 */
export class Shares {
  readonly #folder: string

  readonly #random: Randomness

  constructor(folder: string, random: Randomness) {
    this.#random = random
    this.#folder = folder
    mkdirSync(folder, { recursive: true, mode: 0o700 })
  }

  /** A fresh one, on the disk before it is used: what is locked with it must never outlive it by accident. */
  create(): Share {
    const id = Buffer.from(this.#random.bytes(ID_BYTES)).toString('hex')
    const secret = this.#random.bytes(SECRET_BYTES)
    const file = openSync(this.#path(id), 'wx', 0o600)
    try {
      writeSync(file, secret)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    this.#syncFolder()
    return { id, secret }
  }

  /** Null when it was destroyed, or is missing. */
  read(id: string): Uint8Array | null {
    try {
      const secret = readFileSync(this.#path(id))
      return secret.length === SECRET_BYTES ? new Uint8Array(secret) : null
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
      throw error
    }
  }

  isDestroyed(id: string): boolean {
    return statSync(this.#path(id), { throwIfNoEntry: false })?.size === 0
  }

  /** Overwrites it and leaves the empty file, so that data restored from a copy is told that it is gone for good. */
  destroy(id: string): void {
    const file = openSync(this.#path(id), constants.O_RDWR | constants.O_CREAT, 0o600)
    try {
      writeSync(file, this.#random.bytes(SECRET_BYTES), 0, SECRET_BYTES, 0)
      fsyncSync(file)
      ftruncateSync(file, 0)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    this.#syncFolder()
  }

  #path(id: string): string {
    return join(this.#folder, id)
  }

  #syncFolder(): void {
    const folder = openSync(this.#folder, 'r')
    try {
      fsyncSync(folder)
    } finally {
      closeSync(folder)
    }
  }
}

/** The name of the share with which something is locked: what stands before its dot. */
export function shareOf(locked: string): string {
  return locked.split('.', 1)[0] ?? ''
}
