import type { Flow, Outcome, Sheet, Turn } from '#core'
import { dateAt, hasRole, REWARDS_ROLE, showDate } from '#domain'
import type { RewardParts, Stores } from './parts.ts'
import { words } from './words.ts'

/**
 * Where rewards are given out. Whoever does it learns a code and a reward, never for what it was earned or by whom; a wrong
 * code, one with a typing error and one that never was get the same answer.
 */
export function createReward(parts: RewardParts): Flow<Stores> {
  return {
    name: 'reward',
    commands: [{ name: 'give', words: ['发放奖励', '发奖', 'give a reward', 'give reward'] }],

    async menu(turn) {
      const offered = parts.programs().boxes.some(({ rewards }) => rewards.length > 0)
      const mine = offered && turn.channel === null && (await gives(turn))
      return mine ? [{ id: 'reward.give', label: words(turn.member.locale).give, value: '' }] : []
    },

    command: (turn) => begin(turn),
    action: (turn) => begin(turn),

    async form(turn, { form, args, id }, values) {
      const text = words(turn.member.locale)
      if (!(await gives(turn))) return { notices: [{ text: text.notYours }] }
      const typed = typeof values.code === 'string' ? values.code : ''
      const lookup =
        form === 'give' ? (args.lookup ?? '') : parts.codes.lookup(parts.codes.parse(typed) ?? parts.codes.mint())
      const voucher = await turn.stores.rewards.byLookup(lookup)
      if (!voucher) return { errors: { code: text.unknown } }
      const { locale } = turn.member
      const already = (on: string): Outcome => ({ notices: [{ text: text.already(showDate(on, locale)) }] })
      if (voucher.givenOn !== null) return already(voucher.givenOn)
      const title = titleOf(voucher.reward, turn)
      if (form !== 'give') return { sheet: giveSheet(turn, lookup, title, id) }
      const today = dateAt(turn.now, parts.programs().company.timeZone)
      if (!(await turn.stores.rewards.give(lookup, today))) return already(today)
      return { notices: [{ text: text.given(title) }] }
    },

    async sheet(turn, { form, args, id }) {
      if (!(await gives(turn))) return { notices: [{ text: words(turn.member.locale).notYours }] }
      const voucher = form === 'give' ? await turn.stores.rewards.byLookup(args.lookup ?? '') : null
      if (!voucher) return { sheet: codeSheet(turn, id) }
      return { sheet: giveSheet(turn, args.lookup ?? '', titleOf(voucher.reward, turn), id) }
    },
  }

  async function begin(turn: Turn<Stores>): Promise<Outcome> {
    if (!(await gives(turn))) return { notices: [{ text: words(turn.member.locale).notYours }] }
    return { sheet: codeSheet(turn) }
  }

  async function gives(turn: Turn<Stores>): Promise<boolean> {
    const { company } = parts.programs()
    const person = await turn.stores.people.get(turn.member.id)
    return person !== null && hasRole(company, REWARDS_ROLE, person, dateAt(turn.now, company.timeZone))
  }

  function codeSheet(turn: Turn<Stores>, id = turn.random.id()): Sheet {
    const text = words(turn.member.locale)
    return {
      title: text.title,
      submit: text.look,
      steps: [{ fields: [{ name: 'code', kind: 'paragraph', label: text.ask, required: true, maxLength: 300 }] }],
      state: turn.sheets.seal({ flow: 'reward', form: 'code', id, args: {} }),
    }
  }

  function giveSheet(turn: Turn<Stores>, lookup: string, title: string, id: string): Sheet {
    const text = words(turn.member.locale)
    return {
      title: text.title,
      submit: text.done,
      steps: [{ fields: [{ name: 'reward', kind: 'statement', label: text.is(title) }] }],
      state: turn.sheets.seal({ flow: 'reward', form: 'give', id: `${id}-give`, args: { lookup } }),
    }
  }

  function titleOf(id: string, { member: { locale } }: Turn<Stores>): string {
    const rewards = parts.programs().boxes.flatMap((box) => box.rewards)
    return rewards.find((one) => one.id === id)?.title[locale] ?? id
  }
}
