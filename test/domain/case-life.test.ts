import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  CASE_PARTIES,
  CASE_STATES,
  CASE_STEPS,
  type CaseLife,
  type CaseParty,
  type CaseStep,
  newLife,
  step,
  stepsOf,
} from '#domain'

interface Move {
  readonly party: CaseParty
  readonly what: CaseStep
}

const move: fc.Arbitrary<Move> = fc.record({
  party: fc.constantFrom(...CASE_PARTIES),
  what: fc.constantFrom(...CASE_STEPS),
})

const start = fc
  .record({ coordinated: fc.boolean(), isAppeal: fc.boolean() })
  .map(({ coordinated, isAppeal }) => newLife(coordinated && !isAppeal, isAppeal))

/** What a case is after these moves; a move that is not allowed changes nothing. */
function live(life: CaseLife, moves: readonly Move[]): CaseLife[] {
  const past = [life]
  for (const { party, what } of moves) past.push(step(past.at(-1) ?? life, party, what) ?? past.at(-1) ?? life)
  return past
}

const lives = fc.tuple(start, fc.array(move, { maxLength: 60 })).map(([life, moves]) => live(life, moves))
const anyLife = lives.map((past) => past.at(-1) as CaseLife)

function walk(life: CaseLife, ...moves: readonly [CaseParty, CaseStep][]): CaseLife {
  return moves.reduce((at, [party, what]) => {
    const next = step(at, party, what)
    if (!next) throw new Error(`${party} may not ${what} in ${at.state}`)
    return next
  }, life)
}

describe('the life of a case', () => {
  test('through a coordinator: passed on, answered, asked on, closed, sealed', () => {
    const passed = walk(newLife(true, false), ['coordinator', 'take'], ['coordinator', 'pass'])
    expect(passed.state).toBe('department')
    const back = walk(passed, ['handler', 'take'], ['handler', 'answer'], ['author', 'reply'])
    expect(back.state).toBe('coordinator')
    const end = walk(back, ['coordinator', 'pass'], ['handler', 'close'], ['clock', 'seal'])
    expect(end.state).toBe('sealed')
  })

  test('the usual next step comes first', () => {
    expect(stepsOf(newLife(false, false), 'handler')[0]).toBe('take')
    const taken = walk(newLife(true, false), ['coordinator', 'take'])
    expect(stepsOf(taken, 'coordinator')[0]).toBe('pass')
    expect(stepsOf(walk(newLife(false, false), ['handler', 'take']), 'handler')[0]).toBe('answer')
  })

  test('a department cannot touch what was not passed to it, nor what it gave back', () => {
    expect(stepsOf(newLife(true, false), 'handler')).toEqual([])
    const back = walk(newLife(true, false), ['coordinator', 'pass'], ['handler', 'hand-back'])
    expect(back.state).toBe('coordinator')
    expect(stepsOf(back, 'handler')).toEqual([])
  })

  test('what the author adds while a department works on it takes nothing from the department', () => {
    const added = walk(newLife(true, false), ['coordinator', 'pass'], ['author', 'reply'])
    expect(added.state).toBe('department')
    expect(stepsOf(added, 'handler')).toContain('answer')
  })

  test('sealed is the end for everybody, and only what is closed is sealed', () => {
    fc.assert(
      fc.property(lives, (past) => {
        const [sealed] = past.flatMap((life, index) => (life.state === 'sealed' ? [index] : []))
        if (sealed === undefined) return
        expect(past[sealed - 1]?.state).toBe('closed')
        expect(new Set(past.slice(sealed).map(({ state }) => state))).toEqual(new Set(['sealed']))
        for (const party of CASE_PARTIES) expect(stepsOf(past[sealed] as CaseLife, party)).toEqual([])
      }),
    )
  })

  test('nothing is ever stuck: whatever happened, somebody can bring it to its end', () => {
    fc.assert(
      fc.property(anyLife, (life) => {
        const reached = new Set<string>()
        const open = [life]
        for (let at = open.pop(); at && !reached.has('sealed'); at = open.pop()) {
          reached.add(at.state)
          for (const party of CASE_PARTIES) {
            for (const what of stepsOf(at, party)) {
              const next = step(at, party, what)
              if (next && !reached.has(next.state)) open.push(next)
            }
          }
        }
        expect(reached).toContain('sealed')
      }),
    )
  })

  test('until it is sealed, a closed case is opened again by its author, unless muted, and by whoever handles it', () => {
    fc.assert(
      fc.property(anyLife, (life) => {
        expect(stepsOf(life, 'author').includes('reopen')).toBe(life.state === 'closed' && !life.muted)
        const desk = life.coordinated ? 'coordinator' : 'handler'
        expect(stepsOf(life, desk).includes('reopen')).toBe(life.state === 'closed')
      }),
    )
  })

  test('a muted author moves nothing by writing, but may still appeal', () => {
    fc.assert(
      fc.property(anyLife, (life) => {
        const muted = { ...life, muted: true }
        const after = step(muted, 'author', 'reply')
        if (after) expect(after).toEqual(muted)
        const may = !life.isAppeal && (life.state === 'answered' || life.state === 'closed')
        expect(stepsOf(muted, 'author').includes('appeal')).toBe(may)
      }),
    )
  })

  test('there is no appeal against the decision about an appeal', () => {
    fc.assert(
      fc.property(anyLife, (life) => {
        if (life.isAppeal) expect(stepsOf(life, 'author')).not.toContain('appeal')
      }),
    )
  })

  test('nothing is published that the author was not asked about, and did not agree to', () => {
    fc.assert(
      fc.property(lives, (past) => {
        const agreed = past.findIndex(({ publication }) => publication === 'agreed')
        if (agreed < 0) return
        expect(past[agreed - 1]?.publication).toBe('asked')
        for (const party of ['coordinator', 'handler', 'clock'] as const) {
          expect(step(past[agreed - 1] as CaseLife, party, 'agree')).toBeNull()
        }
      }),
    )
  })

  test('what is offered is what is allowed, and leads to a state that exists', () => {
    fc.assert(
      fc.property(anyLife, move, (life, { party, what }) => {
        const next = step(life, party, what)
        expect(stepsOf(life, party).includes(what)).toBe(next !== null)
        if (next) expect(CASE_STATES).toContain(next.state)
      }),
    )
  })
})
