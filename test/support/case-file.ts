import { type CaseFile, UNTOUCHED } from '#domain'

/** A suggestion that nobody has touched yet, as a store is given it. `id` is a number, by which its tag is its own. */
export function caseFile(id: string, more: Partial<CaseFile> = {}): CaseFile {
  return {
    id,
    ...UNTOUCHED,
    tag: [1, Number(id)],
    topic: 'suggestion',
    key: `key-${id}`,
    about: '',
    receivedOn: '2026-03-10',
    answerBy: '2026-03-24',
    alarmOn: null,
    owedOn: null,
    acknowledgeBy: null,
    ...more,
  }
}
