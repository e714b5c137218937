import { HearbackError } from '#core'

/**
 * At the end of a transaction: what it wrote by a clock that has leapt since it began must not be kept.
 * @throws HearbackError, so that nothing of it is
 */
export function mustBeTrusted({ maySend }: { readonly maySend: () => boolean }): void {
  if (!maySend()) throw new HearbackError('clock-doubted', 'The clock of this machine is in doubt.')
}
