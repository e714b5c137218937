import { up as start } from './0001-start.ts'
import { up as bucketState } from './0002-bucket-state.ts'
import { up as choice } from './0003-choice.ts'
import { up as broadcastStop } from './0004-broadcast-stop.ts'
import { up as directory } from './0005-directory.ts'
import { up as outboxQuestion } from './0006-outbox-question.ts'
import { up as outboxByClass } from './0007-outbox-by-class.ts'
import { up as setup } from './0008-setup.ts'
import { up as casePicture } from './0009-case-picture.ts'
import { up as caseAbout } from './0010-case-about.ts'
import { up as sealing } from './0011-sealing.ts'
import { up as windows } from './0012-windows.ts'
import { up as caseLife } from './0013-case-life.ts'
import { up as outboxClaim } from './0014-outbox-claim.ts'
import { up as reward } from './0015-reward.ts'
import { up as addressWords } from './0016-address-words.ts'
import { up as returnWords } from './0017-return-words.ts'
import { up as caseAuthor } from './0018-case-author.ts'
import { up as passedAfter } from './0019-passed-after.ts'
import { up as occurrenceApart } from './0021-occurrence-apart.ts'
import { up as outboxNumber } from './0022-outbox-number.ts'
import type { Migrate } from './migration.ts'

/** Every change of the schema, in order. A name, once released, is never changed. */
export const MIGRATIONS: Readonly<Record<string, Migrate>> = {
  '0001-start': start,
  '0002-bucket-state': bucketState,
  '0003-choice': choice,
  '0004-broadcast-stop': broadcastStop,
  '0005-directory': directory,
  '0006-outbox-question': outboxQuestion,
  '0007-outbox-by-class': outboxByClass,
  '0008-setup': setup,
  '0009-case-picture': casePicture,
  '0010-case-about': caseAbout,
  '0011-sealing': sealing,
  '0012-windows': windows,
  '0013-case-life': caseLife,
  '0014-outbox-claim': outboxClaim,
  '0015-reward': reward,
  '0016-address-words': addressWords,
  '0017-return-words': returnWords,
  '0018-case-author': caseAuthor,
  '0019-passed-after': passedAfter,
  '0021-occurrence-apart': occurrenceApart,
  '0022-outbox-number': outboxNumber,
}
