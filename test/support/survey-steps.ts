import { last, only, type SeenMessage, type SimulatorClient } from './simulator-client.ts'

/** HR sends the survey to people; answers the invitations that went out. */
export async function sendSurvey(client: SimulatorClient, hr: string, audience: string): Promise<SeenMessage[]> {
  const whom = only(await client.say(hr, '发问卷'), `dm:${hr}`)
  const confirm = only(await client.tap(hr, whom, audience), `dm:${hr}`)
  const sent = await client.tap(hr, confirm, '确认发出')
  return sent.filter((message) => message.in !== `dm:${hr}`)
}

/** Starts the survey from its invitation; answers the first question. */
export async function startSurvey(client: SimulatorClient, person: string): Promise<SeenMessage> {
  const [invitation] = await sendSurvey(client, 'E003', '近 30 天入职')
  const mine = (await client.messages(`dm:${person}`)).find(
    (message) => message.card?.actions[0]?.actionId === 'survey.start',
  )
  if (!invitation || !mine) throw new Error('no invitation')
  return last(await client.tap(person, mine, mine.card?.actions[0]?.label ?? ''), `dm:${person}`)
}

/** Says the answers one after the other; answers what stands last. */
export async function sayAll(client: SimulatorClient, person: string, texts: readonly string[]): Promise<SeenMessage> {
  let shown: SeenMessage | null = null
  for (const text of texts) shown = last(await client.say(person, text), `dm:${person}`)
  if (!shown) throw new Error('nothing was said')
  return shown
}

/** Answers that take the shortest way through the new-employee survey: nothing bad, no texts. */
export const CONTENT_ANSWERS = ['A', 'A', 'A', 'A', 'A', 'A', '跳过', 'A', 'A', '跳过'] as const
