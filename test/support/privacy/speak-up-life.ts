import { openByNudge, Play, receiptOf, textOf, wordsOf } from '../../contracts/adapter/play.ts'
import type { PlayedPlatform } from '../../contracts/adapter/played-platform.ts'
import type { BotUnderTest } from '../../contracts/adapter/start-bot.ts'

const HR = 'E003'

/** What was said in a life of a case, and the receipt it is found by. */
export const SAID = {
  text: '三楼茶水间的灯坏了三周，没人理会，角落太暗。',
  answer: '周五之前换好，谢谢提醒。',
  reply: '还有复印室旁边那一盏。',
  question: '请问是进门左手那盏吗？',
  again: '是靠窗的那一盏，一直闪。',
  closing: '两盏都换好了，此事结束。',
}

export interface Life {
  /** Words of the receipt, in order. */
  readonly receipt: readonly string[]
  readonly ticket: string
}

interface Wishes {
  readonly author: string
  readonly way: 'tell' | 'none'
  /** Called between filing and answering, between answering and closing, and after closing. */
  readonly at?: (moment: 'filed' | 'answered' | 'closed') => Promise<void>
}

/** Somebody speaks up, comes back twice, and is answered, asked and told the end, whatever platform they are on. */
export async function speakUpLife(bot: BotUnderTest, platform: PlayedPlatform, wishes: Wishes): Promise<Life> {
  const [author, hr] = [new Play(bot, platform.person(wishes.author)), new Play(bot, platform.person(HR))]
  await author.say('有话直说')
  const form = await author.form()
  const receipt = wordsOf(form)
  await author.submit({ way: wishes.way, topic: 'suggestion', text: SAID.text, word_a: '错', word_b: '错' })
  const filled = { way: wishes.way, topic: 'suggestion', text: SAID.text, ...receiptOf(form) }
  const refused = await author.submit(filled)
  if (refused) throw new Error(`not filed: ${JSON.stringify(refused)}`)
  await wishes.at?.('filed')

  const ticket = await hr.inChannel(SAID.text)
  await hr.tap(ticket, '我来处理')
  await write(hr, ticket, '答复', SAID.answer)
  await comeBack(author, wishes.way, receipt, SAID.answer, SAID.reply)
  await wishes.at?.('answered')
  await write(hr, ticket, '追问', SAID.question)
  await comeBack(author, wishes.way, receipt, SAID.question, SAID.again)
  await write(hr, await hr.inChannel(SAID.text), '结案', SAID.closing)
  await wishes.at?.('closed')
  return { receipt, ticket: ticket.text }
}

async function write(hr: Play, ticket: Awaited<ReturnType<Play['inChannel']>>, label: string, text: string) {
  await hr.tap(ticket, label)
  await hr.form()
  const errors = await hr.submit({ text })
  if (errors) throw new Error(`not written: ${JSON.stringify(errors)}`)
}

/** By the button, or by its words where there is none. */
export async function openReceiptForm(author: Play): Promise<void> {
  await author.say('有话直说')
  const offered = (await author.all()).some(({ buttons }) => buttons.some((label) => label.includes('我有回执')))
  await (offered ? author.choose('我有回执') : author.say('我有回执'))
  await author.form()
}

/** By the nudge, or by the receipt; reads what is there and replies. */
async function comeBack(author: Play, way: 'tell' | 'none', receipt: readonly string[], read: string, reply: string) {
  if (way === 'tell') await openByNudge(author, receipt)
  else {
    await openReceiptForm(author)
    const unknown = await author.submit({ receipt: receipt.join('') })
    if (unknown) throw new Error(`the receipt is not known: ${JSON.stringify(unknown)}`)
  }
  const thread = await author.form()
  if (!textOf(thread).includes(read)) throw new Error(`the author does not see what was said: ${textOf(thread)}`)
  const errors = await author.submit({ reply })
  if (errors) throw new Error(`no reply: ${JSON.stringify(errors)}`)
}
