import {
  type Account,
  type Adapter,
  type Address,
  type AddressBook,
  type Instant,
  type OutboxRow,
  type Recipient,
  SEALED_ROUTE,
} from '#core'
import type { Stores } from '#db'
import type { PersonAccount, Programs } from '#domain'
import type { Destination } from '#jobs'

interface AddressesParts {
  readonly adapters: readonly Adapter[]
  readonly programs: () => Programs
  /** Opens a sealed return address; null when it cannot be. */
  readonly openAddress: (sealed: string) => Account | null
  /** Opens who signed a case; null when its key is gone. */
  readonly openSigner: (key: string, sealed: string) => string | null
}

/** Who is reached where: people by their accounts on the platforms that are there, channels by their binding. */
export class Addresses implements AddressBook<Stores> {
  readonly #parts: AddressesParts

  constructor(parts: AddressesParts) {
    this.#parts = parts
  }

  async find(stores: Stores, recipients: readonly Recipient[]): Promise<(Address | null)[]> {
    const people = recipients.flatMap((to) => (to.kind === 'person' ? [to.person] : []))
    const accounts = await stores.people.accountsOf(people)
    // A channel may have been bound in this very transaction.
    const bound = recipients.some((to) => to.kind === 'channel') ? (await stores.setup.current()).channels : {}
    return recipients.map((to) => this.#addressOf(to, accounts, bound))
  }

  /** What channels are owed goes to where they are now. */
  async readdress({ outbox }: Stores, now: Instant): Promise<void> {
    for (const channel of Object.keys(this.#parts.programs().company.channels)) {
      const to = this.#addressOf({ kind: 'channel', channel }, [])
      if (to) await outbox.readdress(channel, to, now)
    }
  }

  /**
   * Where a row of the outbox goes now; null when its platform, or its sealed address, is gone. A sealed address that is
   * there leads somewhere again when its platform or its key is back: to drop what is owed there would be for ever.
   */
  async destination(stores: Stores, { to, address }: OutboxRow): Promise<Destination | 'away' | null> {
    if (to.kind === 'sealed') {
      const sealed = await stores.cases.address(to.case)
      if (sealed === null) return this.#toSigner(stores, to.case)
      const account = this.#parts.openAddress(sealed)
      const adapter = account && this.#adapterOf(account)
      return adapter ? { adapter, to: { kind: 'user', userId: account.userId } } : 'away'
    }
    const [platform = '', workspace = '', kind = '', ...rest] = address?.split('/') ?? []
    const adapter = this.#adapterOf({ platform, workspace })
    const id = rest.join('/')
    if (!adapter) return null
    return { adapter, to: kind === 'channel' ? { kind, channelId: id } : { kind: 'user', userId: id } }
  }

  /** Whoever signed a case is looked up when something is sent to them, and named nowhere beside it. */
  async #toSigner({ cases, authors, people }: Stores, id: string): Promise<Destination | 'away' | null> {
    const [file, author] = [await cases.get(id), await authors.of(id)]
    if (!file || !author) return null
    const person = this.#parts.openSigner(file.key, author.sealed)
    const accounts = person === null ? [] : await people.accountsOf([person])
    for (const account of accounts) {
      const adapter = this.#adapterOf(account)
      if (adapter) return { adapter, to: { kind: 'user', userId: account.userId }, member: account.personId }
    }
    return 'away'
  }

  #addressOf(
    to: Recipient,
    accounts: readonly PersonAccount[],
    bound: Readonly<Record<string, string>> = {},
  ): Address | null {
    switch (to.kind) {
      case 'sealed':
        return { route: SEALED_ROUTE, address: null }
      case 'channel': {
        const [platform = '', ...id] = (
          bound[to.channel] ??
          this.#parts.programs().company.channels[to.channel] ??
          ''
        ).split(':')
        const adapter = this.#parts.adapters.find((one) => one.platform === platform)
        return adapter ? addressOn(adapter, 'channel', id.join(':')) : null
      }
      case 'person': {
        const mine = accounts.filter((account) => account.personId === to.person)
        for (const account of mine) {
          const adapter = this.#adapterOf(account)
          if (adapter) return addressOn(adapter, 'user', account.userId)
        }
        return null
      }
    }
  }

  #adapterOf({ platform, workspace }: Pick<Account, 'platform' | 'workspace'>): Adapter | undefined {
    return this.#parts.adapters.find((one) => one.platform === platform && one.workspace === workspace)
  }
}

function addressOn({ platform, workspace }: Adapter, kind: 'user' | 'channel', id: string): Address {
  const route = `${platform}/${workspace}`
  return { route, address: `${route}/${kind}/${id}` }
}
