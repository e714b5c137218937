import { describe, expect, test } from 'vitest'
import { last, only } from '../support/simulator-client.ts'
import { startSimulator } from '../support/start-simulator.ts'
import { CONTENT_ANSWERS, sayAll, sendSurvey, startSurvey } from '../support/survey-steps.ts'

const NEW = 'E011'
const HR = 'E003'

describe('survey', () => {
  test('HR sends it, people answer by tapping and typing, follow-ups open, the summary allows changes, HR sees results', async () => {
    const { client } = await startSimulator()
    const invitations = await sendSurvey(client, HR, '近 30 天入职')
    expect(invitations.map((message) => message.in).sort()).toEqual(['dm:E011', 'dm:E012'])
    const invitation = only(invitations, `dm:${NEW}`)
    expect(invitation.text).toContain('实名')
    expect(invitation.text).toContain('人事部会看到您的名字和回答')

    const first = last(await client.tap(NEW, invitation, '开始填写'), `dm:${NEW}`)
    expect(first.card?.title).toBe('1 / 10')
    // The worst but one opens a follow-up.
    const improve = last(await client.tap(NEW, first, 'D 较差'), `dm:${NEW}`)
    expect(improve.text).toContain('工作环境哪里最该改进')
    const second = last(await client.say(NEW, '太吵了 🎧'), `dm:${NEW}`)
    expect(second.text).toContain('紧迫感')

    // A letter in full width, a number, a number in full width, the whole label.
    const career = await sayAll(client, NEW, ['Ｂ', '2', '３'])
    expect(career.text).toContain('往哪个方向发展')
    const training = await sayAll(client, NEW, ['专业技术', 'yes'])
    expect(training.text).toContain('培训')
    const benefits = await sayAll(client, NEW, ['跳过', 'c'])
    expect(benefits.text).toContain('福利完善')
    const which = last(await client.say(NEW, 'B'), `dm:${NEW}`)
    expect(which.text).toContain('哪些福利')
    const suggestions = last(await client.say(NEW, 'A，c'), `dm:${NEW}`)
    const summary = last(await client.tap(NEW, suggestions, '跳过'), `dm:${NEW}`)
    expect(summary.card?.title).toContain('请看一遍')
    expect(summary.text).toContain('太吵了 🎧')
    expect(summary.text).toContain('节日礼品、体检')

    const change = last(await client.say(NEW, '改 3'), `dm:${NEW}`)
    expect(change.text).toContain('紧迫感')
    const back = last(await client.say(NEW, 'A'), `dm:${NEW}`)
    expect(back.card?.title).toContain('请看一遍')
    const thanks = last(await client.tap(NEW, back, '提交'), `dm:${NEW}`)
    expect(thanks.text).toContain('谢谢')

    const results = last(await client.say(HR, '问卷结果'), `dm:${HR}`)
    expect(results.text).toContain('已交 1 / 2 人，回收率 50%')
    expect(results.text).toMatch(/█+░* 较差 1（100%）/)
    expect(results.text).toContain('何俊：太吵了 🎧')
  })

  test('goes out by itself a week after joining, once', async () => {
    const { client } = await startSimulator()
    const moved = await client.moveTo('2026-03-13T12:00:00+08:00')
    const invitation = moved.filter((message) => message.text.includes('新员工调查表'))
    expect(invitation.map((message) => message.in)).toEqual(['dm:E012'])
    const later = await client.moveTo('2026-04-13T12:00:00+08:00')
    expect(later.filter((message) => message.text.includes('新员工调查表'))).toEqual([])
  })

  test('in English for those who speak it', async () => {
    const { client } = await startSimulator()
    const invitations = await sendSurvey(client, HR, '全体')
    expect(invitations).toHaveLength(12)
    const mine = only(invitations, 'dm:E009')
    expect(mine.text).not.toMatch(/\p{Script=Han}/u)
    let shown = last(await client.tap('E009', mine, 'Start'), 'dm:E009')
    for (const text of ['Very poor', 'It is dark', '1', '1', '1', '1', 'yes', 'skip', '4', 'YES', 'skip']) {
      shown = last(await client.say('E009', text), 'dm:E009')
    }
    expect(shown.text).toContain('It is dark')
    expect(shown.text).not.toMatch(/\p{Script=Han}/u)
    expect(last(await client.say('E009', 'Submit.'), 'dm:E009').text).toContain('Thank you')
  })

  test('back, skip, later, continue, progress, cancel', async () => {
    const { client } = await startSimulator()
    await startSurvey(client, NEW)
    expect((await sayAll(client, NEW, ['A', '返回'])).text).toContain('工作环境怎么样')
    expect((await sayAll(client, NEW, ['B', 'A'])).text).toContain('能力')
    expect(last(await client.say(NEW, '跳过'), `dm:${NEW}`).text).toContain('能力')
    expect((await client.say(NEW, '进度'))[0]?.text).toContain('已到第 3 题')

    const parked = last(await client.say(NEW, '稍后'), `dm:${NEW}`)
    expect(parked.text).toContain('2026年3月11日')
    const nudge = only(
      (await client.moveTo('2026-03-11T12:00:00+08:00')).filter((m) => m.text.includes('还没填完')),
      `dm:${NEW}`,
    )
    expect(last(await client.tap(NEW, nudge, '接着填'), `dm:${NEW}`).text).toContain('能力')

    const stopped = last(await client.say(NEW, '取消'), `dm:${NEW}`)
    expect(stopped.text).toContain('没有提交')
    expect(last(await client.say(NEW, '继续'), `dm:${NEW}`).text).toContain('能力')
    expect((await sayAll(client, NEW, ['A'])).text).toContain('薪酬')
  })

  test('in a text question a control word is obeyed, and one tap makes it the answer after all', async () => {
    const { client } = await startSimulator()
    await startSurvey(client, NEW)
    await sayAll(client, NEW, CONTENT_ANSWERS.slice(0, 6))
    const skipped = await client.say(NEW, '取消')
    const offer = skipped.find((message) => message.card?.actions.some((one) => one.label === '就是我的回答'))
    if (!offer) throw new Error('no offer')
    await client.tap(NEW, offer, '就是我的回答')
    const summary = await sayAll(client, NEW, ['A', 'A', '跳过'])
    expect(summary.text).toMatch(/培训？\n取消/)
  })

  test('a command in a text question asks which is meant', async () => {
    const { client } = await startSimulator()
    await startSurvey(client, NEW)
    await sayAll(client, NEW, CONTENT_ANSWERS.slice(0, 6))
    const asked = last(await client.say(NEW, '语言'), `dm:${NEW}`)
    expect(asked.text).toContain('“语言”是您的回答')
    const both = await client.tap(NEW, asked, '照这句话做')
    expect(both.map((message) => message.text).join('\n')).toContain('Please choose your language')
    expect(last(both, `dm:${NEW}`).text).toContain('培训')
    const next = last(await client.tap(NEW, asked, '就是我的回答'), `dm:${NEW}`)
    expect(next.text).toContain('最看重')
  })

  test('a command in a choice question is answered, then the question comes again', async () => {
    const { client } = await startSimulator()
    await startSurvey(client, NEW)
    const both = (await client.say(NEW, '我的跟进')).filter((message) => message.in === `dm:${NEW}`)
    expect(both[0]?.text).toContain('我的跟进')
    expect(both[1]?.text).toContain('工作环境')
  })

  test('several options are ticked one by one, in any order, twice is off again', async () => {
    const { client } = await startSimulator()
    await startSurvey(client, NEW)
    const multi = await sayAll(client, NEW, ['A', 'A', 'A', 'A', 'A', 'A', '跳过', 'A', 'B'])
    await Promise.all([client.tap(NEW, multi, 'A 节日礼品'), client.tap(NEW, multi, 'C 体检')])
    const ticked = (await client.messages(`dm:${NEW}`)).find((message) => message.id === multi.id)
    expect(ticked?.card?.actions.filter((one) => one.label.startsWith('✓')).map((one) => one.label)).toEqual([
      '✓ A 节日礼品',
      '✓ C 体检',
    ])
    if (!ticked) throw new Error('the prompt is gone')
    await client.tap(NEW, ticked, '✓ A 节日礼品')
    const again = (await client.messages(`dm:${NEW}`)).find((message) => message.id === multi.id)
    if (!again) throw new Error('the prompt is gone')
    const next = last(await client.tap(NEW, again, '选好了'), `dm:${NEW}`)
    const summary = last(await client.tap(NEW, next, '跳过'), `dm:${NEW}`)
    expect(summary.text).toMatch(/可多选）\n体检/)
  })

  test('submitting twice counts once', async () => {
    const { client } = await startSimulator()
    await startSurvey(client, NEW)
    const summary = await sayAll(client, NEW, CONTENT_ANSWERS)
    await Promise.all([client.tap(NEW, summary, '提交'), client.tap(NEW, summary, '提交'), client.say(NEW, '提交')])
    expect(last(await client.say(HR, '问卷结果'), `dm:${HR}`).text).toContain('已交 1 / 2 人')
  })

  test('only those in charge send it or see results', async () => {
    const { client } = await startSimulator()
    expect(last(await client.say('E006', '发问卷'), 'dm:E006').text).toContain('负责这份问卷的人')
    expect(last(await client.say('E006', '问卷结果'), 'dm:E006').text).toContain('负责这份问卷的人')
    const whom = only(await client.say(HR, '发问卷'), `dm:${HR}`)
    const action = whom.card?.actions[0]
    if (!action) throw new Error('no button')
    await expect(client.tapRaw('E006', whom.id, action.actionId, action.value)).rejects.toThrow()
  })

  test('confirmed twice, sent once', async () => {
    const { client } = await startSimulator()
    const whom = only(await client.say(HR, '发问卷'), `dm:${HR}`)
    const confirm = only(await client.tap(HR, whom, '近 30 天'), `dm:${HR}`)
    await Promise.all([client.tap(HR, confirm, '确认发出'), client.tap(HR, confirm, '确认发出')])
    const invitations = (await client.messages('dm:E011')).filter((message) => message.text.includes('新员工调查表'))
    expect(invitations).toHaveLength(1)
  })

  test('sent in quiet hours it waits for the morning', async () => {
    const { client } = await startSimulator()
    await client.moveTo('2026-03-10T22:00:00+08:00')
    expect(await sendSurvey(client, HR, '近 30 天入职')).toEqual([])
    const moved = await client.moveTo('2026-03-11T09:45:00+08:00')
    expect(
      moved
        .filter((m) => m.text.includes('新员工调查表'))
        .map((m) => m.in)
        .sort(),
    ).toEqual(['dm:E011', 'dm:E012'])
  })
})
