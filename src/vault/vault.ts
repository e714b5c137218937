import { join } from 'node:path'
import sodium from 'libsodium-wrappers'
import { CaseCipher } from './case-cipher.ts'
import { keyFile } from './key-file.ts'
import { Receipts } from './receipts.ts'
import { ReturnAddresses } from './return-address.ts'
import { Shares } from './shares.ts'
import { SheetSeals } from './sheet-seal.ts'
import { type Randomness, systemRandom } from './system-random.ts'
import { Tags } from './tags.ts'
import { WaitingBags } from './waiting-bags.ts'
import { WeekKeys } from './week-keys.ts'
import { WeeklyTags } from './weekly-tags.ts'

export interface Vault {
  readonly cases: CaseCipher
  readonly addresses: ReturnAddresses
  readonly receipts: Receipts
  readonly sheets: SheetSeals
  readonly tags: Tags
  readonly waiting: WaitingBags
  readonly weekly: WeeklyTags
}

/**
 * Opens the installation's keys, making them on first use.
 * @param random what a sealed box draws is libsodium's own: it ends in the sealed address alone
 * @param realm whose forms are sealed: a form of the simulator's company opens nothing in the real one
 * @param now company time, ms: keys that live for a week or two go by it
 */
export async function openVault(
  folder: string,
  realm = 'company',
  random: Randomness = systemRandom,
  now: () => number = () => 0,
): Promise<Vault> {
  await sodium.ready
  const weekKeys = (name: string) => new WeekKeys(join(folder, `${name}-${realm}`), random, now)
  const shares = new Shares(join(folder, 'shares'), random)
  return {
    cases: new CaseCipher(keyFile(folder, 'cases'), shares, random),
    addresses: new ReturnAddresses(keyFile(folder, 'addresses'), shares, random),
    receipts: new Receipts(random),
    sheets: new SheetSeals(keyFile(folder, 'sheets'), { realm, random, weeks: weekKeys('links') }),
    tags: new Tags(random),
    waiting: new WaitingBags(weekKeys('weeks'), random),
    weekly: new WeeklyTags(random),
  }
}
