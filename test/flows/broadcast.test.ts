import { describe, expect, test } from 'vitest'
import { only, type SeenMessage, type SimulatorClient } from '../support/simulator-client.ts'
import { startSimulator } from '../support/start-simulator.ts'

const HR = 'E003'
const DM = `dm:${HR}`

/** HR asks for the survey to everyone; answers the message that waits for a confirmation. */
async function askToSend(client: SimulatorClient): Promise<SeenMessage> {
  const whom = only(await client.say(HR, '发问卷'), DM)
  return only(await client.tap(HR, whom, whom.card?.actions[0]?.label ?? ''), DM)
}

/** The message that shows how far it is, as it is now. */
async function progress(client: SimulatorClient): Promise<SeenMessage> {
  const shown = (await client.messages(DM)).findLast((message) => message.card?.title?.match(/正在发送|已发完|已停止/))
  if (!shown) throw new Error('no progress is shown')
  return shown
}

const labels = (message: SeenMessage) => message.card?.actions.map(({ label }) => label) ?? []
const invitations = (messages: readonly SeenMessage[]) =>
  messages.filter((one) => one.in !== DM && one.text.includes('实名'))

describe('a sending to many', () => {
  test('the plan is shown before it starts, then how far it is, in one message, to the end', async () => {
    const { client } = await startSimulator()
    const confirm = await askToSend(client)
    expect(confirm.text).toMatch(/模拟平台：\d+ 人/)
    expect(confirm.text).toContain('马上就能发完')
    await client.tap(HR, confirm, '确认发出')
    await client.moveTo('2026-03-10T10:05:00+08:00')
    const over = await progress(client)
    expect(over.card?.title).toContain('已发完')
    expect(over.text).toMatch(/已发出 (\d+) \/ \1 人/)
    expect(labels(over)).toEqual(['问卷结果'])
    const shown = (await client.messages(DM)).filter((one) => one.card?.title?.includes('新员工'))
    expect(shown.filter((one) => one.card?.title?.match(/正在发送|已发完/))).toHaveLength(1)
  })

  test('at night it waits for the morning; stopped, nothing goes out; continued, all of it does, once', async () => {
    const { client } = await startSimulator()
    await client.moveTo('2026-03-10T21:00:00+08:00')
    const confirm = await askToSend(client)
    expect(confirm.text).toMatch(/2026年3月11日（周三） 09:\d\d 开始发/)
    await client.tap(HR, confirm, '确认发出')
    const waiting = await progress(client)
    expect(waiting.card?.title).toContain('正在发送')
    expect(waiting.text).toContain('还有')
    await client.tap(HR, waiting, '停止发送')
    const stopped = await progress(client)
    expect(stopped.card?.title).toContain('已停止')
    expect(stopped.text).toContain('停下来没发的')
    expect(invitations(await client.moveTo('2026-03-11T11:00:00+08:00'))).toEqual([])
    const gone = invitations(await client.tap(HR, await progress(client), '继续发送'))
    expect(gone.length).toBeGreaterThan(5)
    expect(new Set(gone.map((one) => one.in)).size).toBe(gone.length)
    const after = await client.moveTo('2026-03-11T11:01:00+08:00')
    expect(invitations(after)).toEqual([])
    expect((await progress(client)).card?.title).toContain('已发完')
  })
})
