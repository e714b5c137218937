import type { Outcome, Turn } from '#core'
import { CODE_LASTS_MS, mintCode, readCode } from '#domain'
import { channelName, channelsOfCompany, readName } from './names.ts'
import { isAdministrator, type SetupParts, type Stores } from './parts.ts'
import { CHANNEL_NAMES, words } from './words.ts'

/** What an administrator has to write in a channel. The code is told and not kept: its hash is. */
export async function explainBinding(parts: SetupParts, turn: Turn<Stores>): Promise<Outcome> {
  const { locale } = turn.member
  const code = mintCode((limit) => parts.random.below(limit))
  const now = parts.clock.real()
  await turn.stores.setup.addCode(parts.digest(readCode(code)), 'bind', now + CODE_LASTS_MS, now)
  const names = channelsOfCompany(parts.programs()).map((channel) => channelName(channel, locale))
  const command = locale === 'zh-CN' ? '绑定' : 'bind'
  return {
    notices: [
      { text: words(locale).bindHow(`${command} ${names[0]} ${code}`, names.join(locale === 'zh-CN' ? '、' : ', ')) },
    ],
  }
}

/** Gives the channel in which this was said its name. What is no such line is small talk. */
export async function bindHere(parts: SetupParts, turn: Turn<Stores>, place: string, rest: string): Promise<Outcome> {
  const { locale } = turn.member
  const text = words(locale)
  const typed = rest.trim().split(/\s+/)
  const code = readCode(typed.at(-1) ?? '')
  if (typed.length < 2 || code.length !== CODE_LENGTH) return {}
  if (!(await isAdministrator(parts, turn))) return { notices: [{ text: text.adminsOnly }] }
  const known = channelsOfCompany(parts.programs())
  const channel = readName(typed.slice(0, -1).join(' '), known, CHANNEL_NAMES)
  if (channel === null) {
    // Words that merely look like it: people talk to each other.
    if (!(await turn.stores.setup.hasCode(parts.digest(code), 'bind', parts.clock.real()))) return {}
    return { notices: [{ text: text.bindName(known.map((one) => channelName(one, locale)).join(', ')) }] }
  }
  if (turn.channel !== null && turn.channel !== channel) {
    return { notices: [{ text: text.bindOther(channelName(turn.channel, locale)) }] }
  }
  if (!(await turn.stores.setup.takeCode(parts.digest(code), 'bind', parts.clock.real()))) {
    return { notices: [{ text: text.bindCode }] }
  }
  await turn.stores.setup.bind(channel, place, turn.member.id, turn.now)
  parts.changed()
  const message = { text: text.bound(channelName(channel, locale)) }
  return { say: [{ to: { kind: 'channel', channel }, class: 'answer', content: { kind: 'message', message } }] }
}

const CODE_LENGTH = readCode(mintCode(() => 0)).length
