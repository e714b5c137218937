import type { CoreStores } from '#core'
import type { DomainStores } from '#domain'
import type { Dialect } from '../dialects/dialect.ts'
import { broadcastStore } from './broadcasts.ts'
import { bucketStore } from './buckets.ts'
import { caseAuthorStore } from './case-authors.ts'
import { caseStore } from './cases.ts'
import { choiceStore } from './choices.ts'
import type { Connection } from './connection.ts'
import { conversationStore } from './conversations.ts'
import { customerStore } from './customers.ts'
import { directoryStore } from './directory.ts'
import { formStore } from './forms.ts'
import { leaseStore } from './leases.ts'
import { occurrenceStore } from './occurrences.ts'
import { outboxStore } from './outbox.ts'
import { personStore } from './people.ts'
import { returnWordStore } from './return-words.ts'
import { rewardStore } from './rewards.ts'
import { sealingStore } from './sealing.ts'
import { seenStore } from './seen.ts'
import { settingStore } from './settings.ts'
import { setupStore } from './setup.ts'
import { statisticsStore } from './statistics.ts'
import { waitingStore } from './waiting.ts'

/** Every store, bound to one transaction. */
export function createStores(db: Connection, dialect: Dialect): CoreStores & DomainStores {
  return {
    authors: caseAuthorStore(db),
    broadcasts: broadcastStore(db),
    buckets: bucketStore(db, dialect),
    cases: caseStore(db),
    choices: choiceStore(db),
    conversations: conversationStore(db),
    customers: customerStore(db),
    directory: directoryStore(db),
    forms: formStore(db),
    leases: leaseStore(db, dialect),
    occurrences: occurrenceStore(db, dialect),
    outbox: outboxStore(db, dialect),
    people: personStore(db),
    returnWords: returnWordStore(db),
    rewards: rewardStore(db),
    sealing: sealingStore(db),
    seen: seenStore(db),
    settings: settingStore(db),
    setup: setupStore(db),
    statistics: statisticsStore(db),
    waiting: waitingStore(db),
  }
}
