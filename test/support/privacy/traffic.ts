import type { PlayedPlatform } from '../../contracts/adapter/played-platform.ts'
import { PlayedSimulator } from '../../contracts/adapter/played-simulator.ts'
import { PlayedDingtalk } from '../../emulators/dingtalk/played-dingtalk.ts'
import { PlayedSlack } from '../../emulators/slack/played-slack.ts'
import { PlayedWecom } from '../../emulators/wecom/played-wecom.ts'

/** What the bot did on a platform that somebody's account or administrator could find there, in order. */
export interface Traffic {
  readonly name: string
  readonly start: () => Promise<Listened>
}

interface Listened {
  readonly platform: PlayedPlatform
  /** What was addressed to somebody of the sample company. */
  to(person: string): string[]
  /** Everything said by the bot, to anybody. */
  all(): string[]
  /** How often what was called, whoever it was for. */
  counts(): Record<string, number>
}

/** Every platform, with an ear on its side of the wire. */
export const TRAFFICS: readonly Traffic[] = [
  { name: 'simulator', start: async () => simulator(new PlayedSimulator()) },
  { name: 'Slack', start: async () => slack(await PlayedSlack.start('http')) },
  { name: 'DingTalk, with cards', start: async () => dingtalk(await PlayedDingtalk.start('cards')) },
  { name: 'DingTalk, texts and pages', start: async () => dingtalk(await PlayedDingtalk.start('texts')) },
  { name: 'WeCom, the bot', start: async () => wecom(await PlayedWecom.start('bot')) },
  { name: 'WeCom, the application', start: async () => wecom(await PlayedWecom.start('app')) },
]

function simulator(platform: PlayedSimulator): Listened {
  // What is shown for a moment and in a form is no message.
  const kept = () =>
    platform.simulator.messages(null).filter(({ from, ephemeral }) => from === 'hearback' && !ephemeral)
  return {
    platform,
    to: (person) => kept().flatMap((one) => (one.in === `dm:${person}` ? [JSON.stringify([one.text, one.card])] : [])),
    all: () => kept().map((one) => JSON.stringify(one)),
    counts: () => count(kept().map((one) => one.in.split(':')[0] ?? '')),
  }
}

function slack(platform: PlayedSlack): Listened {
  const { calls, workspace } = platform.slack
  const shown = () =>
    calls.map(({ method, args: { trigger_id, view, ...args } }) => `${method} ${JSON.stringify(args)}`)
  return {
    platform,
    to: (person) => {
      const user = platform.account(person)
      const direct = [...workspace.channels].flatMap(([id, one]) =>
        one.kind === 'im' && one.members.has(user) ? [id] : [],
      )
      return shown().filter((call) => [user, ...direct].some((id) => call.includes(id)))
    },
    // A form is no message: what it shows is gone with it.
    all: shown,
    counts: () => count(calls.map(({ method }) => method)),
  }
}

function dingtalk(platform: PlayedDingtalk): Listened {
  const said = () => {
    const { shown } = platform.dingtalk.organisation
    return shown.filter(({ from, id }) => from === 'hearback' && !platform.onPage.has(id))
  }
  const plain = ({ title, text, card }: ReturnType<typeof said>[number]) => JSON.stringify([title, text, card])
  return {
    platform,
    to: (person) => said().flatMap((one) => (one.in === platform.account(person) ? [plain(one)] : [])),
    all: () => said().map(plain),
    counts: () => count(said().map((one) => (one.in === platform.hrChannel ? 'channel' : 'person'))),
  }
}

function wecom(platform: PlayedWecom): Listened {
  const said = () => {
    const { tenant } = platform.emulator
    return tenant.shown.filter(({ from, id }) => from === 'hearback' && !platform.onPage.has(id))
  }
  return {
    platform,
    to: (person) => {
      const user = platform.account(person)
      const mine = said().filter((one) => [`bot:${user}`, `app:${user}`].includes(one.in))
      return mine.map(({ text, card }) => JSON.stringify([text, card]))
    },
    all: () => said().map((one) => JSON.stringify(one)),
    counts: () => count(said().map((one) => one.in.split(':')[0] ?? '')),
  }
}

function count(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1
  return counts
}
