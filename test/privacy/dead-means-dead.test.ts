import { cpSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import sodium from 'libsodium-wrappers'
import { expect, test } from 'vitest'
import { openVault, systemRandom } from '#vault'
import { dumpDatabase } from '../support/privacy/dump-database.ts'
import { measured } from '../support/privacy/measured.ts'
import { runVerb } from '../support/run-verb.ts'
import { scratchFolder } from '../support/scratch.ts'
import { last, type SimulatorClient, withForm } from '../support/simulator-client.ts'
import { filing, receiptForm, receiptWords } from '../support/speak-up-steps.ts'
import { startSimulator } from '../support/start-simulator.ts'
import { windowedCompany } from '../support/windowed-company.ts'

const AUTHOR = 'E010'
const HR = 'E003'
const TEXT = '仓库后门的锁坏了，钥匙在谁手里没人知道。'

test('after sealing neither the disk nor any backup with all keys there are gives a text, an address or the receipt’s case', async () => {
  const folder = scratchFolder()
  const [home, programs] = [join(folder, 'data'), windowedCompany()]
  const copies: string[] = []
  /** A copy of the data, made by the verb while the program does not run. */
  async function copy(name: string): Promise<void> {
    const to = join(folder, name)
    expect((await runVerb(['backup', to], { HEARBACK_HOME: home })).code).toBe(0)
    copies.push(join(to, 'hearback.sqlite'))
  }

  const first = await startSimulator({ home, programs })
  const form = withForm(await first.client.say(AUTHOR, '有话直说'))
  const words = receiptWords(form)
  await first.client.submit(AUTHOR, form, filing(form, { way: 'tell', topic: 'suggestion', text: TEXT }))
  await first.stop()
  await copy('while it waits')
  cpSync(`${home}-keys`, join(folder, 'keys then'), { recursive: true })
  // The examiner can do it, as long as it may be done: all it takes stands in the data and the keys.
  expect(await recovered(copies, `${home}-keys`)).toEqual({ texts: 1, addresses: 1 })

  const second = await startSimulator({ home, programs })
  await second.client.moveTo('2026-03-10T14:00:10+08:00')
  const ticket = last(await second.client.messages('channel:hr'), 'channel:hr')
  await second.client.sayIn(HR, 'channel:hr', '已经换锁。', ticket.id)
  await second.stop()
  await copy('while it is open')
  const third = await startSimulator({ home, programs })
  const closing = withForm(await third.client.tap(HR, ticket, '结案'))
  await third.client.submit(HR, closing, { text: '换好了。' })
  await third.client.advance('P110D')
  // What still waited after so long has gone through a window since.
  await third.client.advance('P1D')
  await expect(byReceipt(third.client, words)).rejects.toThrow()
  await third.stop()
  await copy('after it was sealed')

  const found = await recovered(copies, `${home}-keys`)
  const shares = readdirSync(join(`${home}-keys`, 'shares')).length
  measured('Dead means dead', {
    copies: copies.length,
    shares,
    'texts found': found.texts,
    'addresses found': found.addresses,
  })
  expect(found).toEqual({ texts: 0, addresses: 0 })
  const { case_file, case_entry, case_lookup, case_address } = await dumpDatabase(`sqlite:${copies[2]}`)
  expect([case_file, case_entry, case_lookup, case_address]).toEqual([[], [], [], []])

  expect((await runVerb(['restore', join(folder, 'while it is open')], { HEARBACK_HOME: home })).code).toBe(0)
  const fourth = await startSimulator({ home, programs })
  await expect(byReceipt(fourth.client, words)).rejects.toThrow()
  expect(JSON.stringify(await fourth.client.say(HR, '来信'))).not.toContain('建议 ·')
})

function byReceipt(client: SimulatorClient, words: readonly string[]) {
  return receiptForm(client, AUTHOR).then((ask) => client.submit(AUTHOR, ask, { receipt: words.join('') }))
}

/** What an examiner gets out of these databases with everything in a folder of keys: by the program's own means, and by trying every key on every sealed value. */
async function recovered(databases: readonly string[], keys: string): Promise<{ texts: number; addresses: number }> {
  const vault = await openVault(keys, 'simulator', systemRandom)
  const raw = readdirSync(keys, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => new Uint8Array(readFileSync(join(entry.parentPath, entry.name))))
    .filter(({ length }) => length === sodium.crypto_secretbox_KEYBYTES)
  let texts = 0
  let addresses = 0
  for (const path of databases) {
    const database = new BetterSqlite(path, { readonly: true })
    const all = (sql: string) => database.prepare(sql).all() as Record<string, string>[]
    const files = all('select f.key, e.body from case_file f join case_entry e on e.case_id = f.id')
    texts += files.filter(({ key = '', body = '' }) => opens(() => vault.cases.open(key, body))).length
    const bags = all('select sealed from waiting_bag').map(({ sealed = '' }) =>
      opened(() => vault.waiting.open(sealed)),
    )
    const waiting = bags.flatMap((bag) => (bag === null ? [] : (JSON.parse(bag) as Bag).filings))
    texts += waiting.filter(({ text }) => text === TEXT).length
    addresses += waiting.filter(({ address }) => address !== null && opensBox(address, keys)).length
    addresses += all('select sealed from case_address').filter(({ sealed = '' }) => vault.addresses.open(sealed)).length
    for (const { sealed = '' } of [
      ...files.map(({ body = '' }) => ({ sealed: body })),
      ...all('select sealed from waiting_bag'),
    ]) {
      const bare = sealed.split('.').at(-1) ?? ''
      // Counted once: what the program's own means open is opened by a key of the folder, too.
      if (bags[0] === null && raw.some((key) => tries(bare, key))) texts++
    }
    database.close()
  }
  return { texts, addresses }
}

interface Bag {
  readonly filings: readonly { readonly text: string; readonly address: string | null }[]
}

function opened<T>(work: () => T): T | null {
  try {
    return work()
  } catch {
    return null
  }
}

function opens(work: () => string): boolean {
  return opened(work) !== null
}

function tries(sealed: string, key: Uint8Array): boolean {
  return opens(() => {
    const whole = sodium.from_base64(sealed)
    const nonce = whole.subarray(0, sodium.crypto_secretbox_NONCEBYTES)
    return String(sodium.crypto_secretbox_open_easy(whole.subarray(nonce.length), nonce, key).length)
  })
}

/** A sealed box, opened with the key pair of the folder alone. */
function opensBox(sealed: string, keys: string): boolean {
  const pair = sodium.crypto_box_seed_keypair(new Uint8Array(readFileSync(join(keys, 'addresses.key'))))
  return opens(() =>
    String(sodium.crypto_box_seal_open(sodium.from_base64(sealed), pair.publicKey, pair.privateKey).length),
  )
}
