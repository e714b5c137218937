import { hkdfSync } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { digest, openVault, sameSecret, systemRandom, type Vault } from '#vault'
import { scratchFolder } from '../support/scratch.ts'

const folder = mkdtempSync(join(tmpdir(), 'hearback-vault-'))
let vault: Vault
beforeAll(async () => {
  vault = await openVault(folder)
})
afterAll(() => rmSync(folder, { recursive: true }))

describe('receipts', () => {
  test('128 bits: 32 hex digits, 12 words in either language, the same both ways', () => {
    for (let n = 0; n < 50; n++) {
      const receipt = vault.receipts.mint()
      expect(receipt).toMatch(/^[0-9a-f]{32}$/)
      const chinese = vault.receipts.words(receipt, 'zh-CN')
      const english = vault.receipts.words(receipt, 'en')
      expect([chinese.length, english.length]).toEqual([12, 12])
      expect(vault.receipts.parse(chinese.join(''))).toBe(receipt)
      expect(vault.receipts.parse(chinese.join('　'))).toBe(receipt)
      expect(vault.receipts.parse(english.join(' ').toUpperCase())).toBe(receipt)
      expect(vault.receipts.parse(english.map((word, i) => `${i + 1}) ${word}`).join('\n'))).toBe(receipt)
      expect(vault.receipts.isWord(receipt, 3, chinese[3] ?? '')).toBe(true)
      expect(vault.receipts.isWord(receipt, 3, ` ${english[3]}.`)).toBe(true)
      expect(vault.receipts.isWord(receipt, 3, chinese.join(''))).toBe(false)
    }
  })

  test('nonsense is no receipt, and never an error', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (typed) => {
        expect(vault.receipts.parse(typed)).toBeNull()
        expect(vault.receipts.isWord(vault.receipts.mint(), 0, typed)).toBe(false)
      }),
    )
    // The checksum is 4 bits: of wrong words one in sixteen makes a receipt, which then is simply unknown.
    expect(vault.receipts.parse('的'.repeat(11))).toBeNull()
  })

  test('the value it is found by does not give it back', () => {
    const receipt = vault.receipts.mint()
    expect(vault.receipts.lookup(receipt)).toMatch(/^[0-9a-f]{64}$/)
    expect(vault.receipts.lookup(receipt)).not.toContain(receipt)
    expect(vault.receipts.lookup(receipt)).not.toBe(digest(receipt))
  })

  test('the word that tells of news is the receipt’s own, the same every time, and is made apart from everything else', () => {
    const receipt = '000102030405060708090a0b0c0d0e0f'
    const made = hkdfSync('sha256', Buffer.from(receipt, 'hex'), '', 'hearback/receipt/return-word', 4)
    const [first, second] = new Uint16Array(Buffer.from(made).swap16().buffer.slice(0, 4))
    expect(vault.receipts.returnWord(receipt)).toEqual([(first ?? 0) % 2048, (second ?? 0) % 2048])
    const words = Array.from({ length: 2000 }, () => vault.receipts.returnWord(vault.receipts.mint()))
    expect(words.flat().every((index) => index >= 0 && index < 2048)).toBe(true)
    expect(new Set(words.map((word) => word.join())).size).toBeGreaterThan(1990)
  })
})

describe('sealing', () => {
  test('a picture comes back byte for byte, and all of them sealed have one size', () => {
    const key = vault.cases.newKey()
    const sealed = [1, 1000, 500_000].map((length) => {
      const bytes = Uint8Array.from({ length }, (_, n) => (n * 7) % 256)
      const body = vault.cases.sealPicture(key, bytes)
      expect(Buffer.compare(vault.cases.openPicture(key, body), bytes)).toBe(0)
      expect(() => vault.cases.openPicture(vault.cases.newKey(), body)).toThrow('HEARBACK_KEYS')
      return body.length
    })
    expect(new Set(sealed).size).toBe(1)
    expect(() => vault.cases.sealPicture(key, new Uint8Array(600_000))).toThrow('larger')
  })

  test('a case text comes back with its own key and no other', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 3000 }), (text) => {
        const key = vault.cases.newKey()
        const sealed = vault.cases.seal(key, text)
        expect(vault.cases.open(key, sealed)).toBe(text)
        expect(() => vault.cases.open(vault.cases.newKey(), sealed)).toThrow('HEARBACK_KEYS')
      }),
      { numRuns: 30 },
    )
  })

  test('the length of a sealed text tells only which bucket it is in', () => {
    const key = vault.cases.newKey()
    const length = (count: number) => vault.cases.seal(key, 'x'.repeat(count)).length
    expect(length(0)).toBe(length(1000))
    expect(length(1100)).toBe(length(4000))
    expect(length(1000)).not.toBe(length(1100))
  })

  test('a return address has one length, whoever it is, and opens only here', async () => {
    const seal = (userId: string) => vault.addresses.seal({ platform: 'p', workspace: 'w', userId })
    expect(seal('a').length).toBe(seal('a'.repeat(100)).length)
    expect(seal('a')).not.toBe(seal('a'))
    const kept = vault.addresses.keep(seal('somebody'))
    expect(kept.length).toBe(vault.addresses.keep(seal('a'.repeat(100))).length)
    expect(vault.addresses.open(kept)).toEqual({ platform: 'p', workspace: 'w', userId: 'somebody' })
    const other = await openVault(scratchFolder())
    expect(other.addresses.open(kept)).toBeNull()
    expect(other.addresses.open(other.addresses.keep(seal('somebody')))).toBeNull()
    expect(vault.addresses.open('nonsense')).toBeNull()
    expect(vault.addresses.unseal(seal('somebody'))).toEqual({ platform: 'p', workspace: 'w', userId: 'somebody' })
    expect([kept, 'nonsense'].map((sealed) => vault.addresses.unseal(sealed))).toEqual([null, null])
    expect(other.addresses.unseal(seal('somebody'))).toBeNull()
  })

  test('what is destroyed opens nothing, also with everything else that was ever kept', async () => {
    const keys = scratchFolder()
    const first = await openVault(keys)
    const [gone, stays] = [first.cases.newKey(), first.cases.newKey()]
    const [text, other] = [first.cases.seal(gone, 'gone'), first.cases.seal(stays, 'stays')]
    const address = first.addresses.keep(first.addresses.seal({ platform: 'p', workspace: 'w', userId: 'u' }))
    for (let time = 0; time < 2; time++) {
      first.cases.destroy(gone)
      first.addresses.destroy(address)
    }
    for (const vaultThen of [first, await openVault(keys)]) {
      expect(() => vaultThen.cases.open(gone, text)).toThrow('HEARBACK_KEYS')
      expect(vaultThen.addresses.open(address)).toBeNull()
      expect(vaultThen.cases.open(stays, other)).toBe('stays')
      expect([gone, stays].map((key) => vaultThen.cases.isDestroyed(key))).toEqual([true, false])
    }
    // A folder from which the file is missing has lost it by accident: that is not the same.
    expect((await openVault(scratchFolder())).cases.isDestroyed(gone)).toBe(false)
  })

  test('the key of what waits stays while it stands, whatever forms are sealed; then nothing opens it', async () => {
    const keys = scratchFolder()
    const week = 7 * 24 * 3_600_000
    const at = (weeks: number) => openVault(keys, 'company', systemRandom, () => weeks * week)
    const sealed = (await at(10)).waiting.seal('waits')
    for (const weeks of [10 + 8 / 7, 20]) {
      const later = await at(weeks)
      later.sheets.seal({ flow: 'f', form: 'x', id: '1', args: { receipt: 'r' } })
      expect(later.waiting.open(sealed)).toBe('waits')
      // One that was sealed but not kept takes nothing from it.
      later.waiting.seal('lost with its transaction')
      expect((await at(weeks)).waiting.open(sealed)).toBe('waits')
    }
    const last = await at(20)
    expect(last.waiting.open(sealed)).toBe('waits')
    const kept = last.waiting.seal('')
    expect(last.waiting.open(kept)).toBe('')
    last.waiting.seal('')
    expect((await at(20)).waiting.open(sealed)).toBeNull()
    const afterwards = await at(30)
    afterwards.waiting.none()
    expect(afterwards.waiting.open(kept)).toBeNull()
  })

  test('the state of a form cannot be changed', () => {
    const data = { flow: 'f', form: 'x', id: '1', args: { a: 'b' } }
    const state = vault.sheets.seal(data)
    expect(vault.sheets.open(state)).toEqual(data)
    for (const at of [0, 10, state.length - 1]) {
      const other = state[at] === 'A' ? 'B' : 'A'
      expect(vault.sheets.open(state.slice(0, at) + other + state.slice(at + 1))).toBeNull()
    }
  })
})

test('keys are made once; a file that is no key is an error that names it', async () => {
  const keys = scratchFolder()
  const first = await openVault(keys)
  const sealed = first.sheets.seal({ flow: 'f', form: 'x', id: '1', args: {} })
  expect((await openVault(keys)).sheets.open(sealed)).not.toBeNull()
  expect(readdirSync(keys).sort()).toEqual(['addresses.key', 'cases.key', 'shares', 'sheets.key'])
  writeFileSync(join(keys, 'sheets.key'), 'short')
  await expect(openVault(keys)).rejects.toThrow(/sheets\.key is not a key: it has 5 bytes, not 32/)
})

test('tags are shown in the language of the reader and read in both', () => {
  for (let n = 0; n < 50; n++) {
    const tag = vault.tags.mint()
    expect(vault.tags.parse(vault.tags.show(tag, 'zh-CN'))).toEqual(tag)
    expect(vault.tags.parse(vault.tags.show(tag, 'en'))).toEqual(tag)
  }
  expect(vault.tags.parse('one')).toBeNull()
})

test('secrets are compared whole', () => {
  expect(sameSecret('abc', 'abc')).toBe(true)
  expect(sameSecret('abc', 'abcd')).toBe(false)
})
