import { describe, expect, test } from 'vitest'
import { ownCopy } from '../support/own-definitions.ts'
import { readDatabase } from '../support/read-database.ts'
import { last, Refusal, withForm } from '../support/simulator-client.ts'
import { fileCase, filing } from '../support/speak-up-steps.ts'
import { startSimulator } from '../support/start-simulator.ts'
import { CONTENT_ANSWERS, sayAll, startSurvey } from '../support/survey-steps.ts'

const NEW = 'E011'

const BOXES = ['有话直说', '总经理信箱', '人事负责人信箱', '我建议']

describe('bad input', () => {
  test('unknown words get the way to help', async () => {
    const { client } = await startSimulator()
    for (const text of [
      'fasdfkj',
      '天气怎么样',
      '😀😀',
      '𠮷',
      '...',
      '/',
      '0',
      '\u0000\u0007',
      '<script>alert(1)</script>',
    ]) {
      expect(last(await client.say('E010', text), 'dm:E010').text, text).toContain('帮助')
    }
    expect(last(await client.say('E009', 'what?'), 'dm:E009').text).toContain('“help”')
  })

  test('help shows the menu for who asks', async () => {
    const { client } = await startSimulator()
    const labels = async (person: string, word: string) =>
      last(await client.say(person, word), `dm:${person}`).card?.actions.map((action) => action.label)
    expect(await labels('E010', '帮助')).toEqual([...BOXES, '语言 / Language'])
    expect(await labels('E009', '?')).toEqual([
      'Speak up',
      'Letter to the general manager',
      'Letter to the head of HR',
      'I suggest',
      'Language / 语言',
    ])
    expect(await labels('E003', '菜单')).toEqual([
      ...BOXES,
      '发问卷',
      '问卷结果',
      '我的跟进',
      '待处理的来信',
      '语言 / Language',
    ])
    expect(await labels('E006', 'ＨＥＬＰ')).toEqual([...BOXES, '我的跟进', '语言 / Language'])
  })

  test('the language can be chosen, in one message or by a tap', async () => {
    const { client } = await startSimulator()
    expect(last(await client.say('E010', 'language English'), 'dm:E010').text).toContain('I will speak English')
    expect(last(await client.say('E010', 'help'), 'dm:E010').card?.title).toContain('Here is what')
    const ask = last(await client.say('E010', '语言'), 'dm:E010')
    expect(last(await client.tap('E010', ask, '中文'), 'dm:E010').text).toContain('中文')
  })

  test('20,000 characters are too many for an answer; nothing given before is lost', async () => {
    const { client } = await startSimulator()
    await startSurvey(client, NEW)
    await sayAll(client, NEW, CONTENT_ANSWERS.slice(0, 6))
    const both = await client.say(NEW, '字'.repeat(20_000))
    expect(both[0]?.text).toContain('有 20000 个字，最多 2000 个字')
    expect(last(both, `dm:${NEW}`).text).toContain('培训')
    const summary = await sayAll(client, NEW, ['𠮷'.repeat(2000), 'A', 'A', '👩‍👩‍👧‍👦 谢谢'])
    expect(summary.text).toContain('𠮷'.repeat(2000))
    expect(summary.text).toContain('👩‍👩‍👧‍👦 谢谢')
    expect(summary.text).toContain('很好')
  })

  test('a text to HR may be long, but not endless', async () => {
    const { client } = await startSimulator()
    const form = withForm(await client.say('E010', '有话直说'))
    const values = filing(form, { way: 'none', topic: 'suggestion', text: '字'.repeat(20_000) })
    const refusal = (await client.submit('E010', form, values).catch((error) => error)) as Refusal
    expect(refusal.fields.text).toContain('有 20000 个字，最多 5000 个字')
    await client.submit('E010', form, { ...values, text: '字'.repeat(5000) })
    expect(await client.messages('channel:hr')).toHaveLength(1)
  })

  test('an image where text is expected: a sentence, and the question again', async () => {
    const { client } = await startSimulator()
    expect(last(await client.sendImage('E010'), 'dm:E010').text).toContain('只看得懂文字')
    await startSurvey(client, NEW)
    await sayAll(client, NEW, ['A'])
    const both = await client.sendImage(NEW)
    expect(both[0]?.text).toContain('只看得懂文字')
    expect(last(both, `dm:${NEW}`).text).toContain('紧迫感')
  })

  test('a stale button says so and changes nothing', async () => {
    const { client } = await startSimulator()
    const first = await startSurvey(client, NEW)
    const action = first.card?.actions[0]
    if (!action) throw new Error('no button')
    await client.tap(NEW, first, 'B 好')
    const stale = await client.tapRaw(NEW, first.id, action.actionId, action.value)
    expect(last(stale, `dm:${NEW}`).text).toContain('已经答过了')
    const summary = await sayAll(client, NEW, CONTENT_ANSWERS.slice(1))
    expect(summary.text).toMatch(/工作环境怎么样？\n好/)
  })

  test("a foreign button is refused: another person's message, another person's run", async () => {
    const { client } = await startSimulator()
    const first = await startSurvey(client, NEW)
    const action = first.card?.actions[0]
    if (!action) throw new Error('no button')
    await expect(client.tapRaw('E012', first.id, action.actionId, action.value)).rejects.toThrow(Refusal)
    const own = last(await client.say('E012', '帮助'), 'dm:E012')
    const foreign = await client.tapRaw('E012', own.id, action.actionId, action.value)
    expect(last(foreign, 'dm:E012').text).toContain('已经结束')
    const made = await client.tapRaw('E012', own.id, 'survey.answer', 'nonsense|||')
    expect(last(made, 'dm:E012').text).toContain('已经结束')
    const nothing = await client.tapRaw('E012', own.id, 'no.such', '')
    expect(last(nothing, 'dm:E012').text).toContain('失效')
  })

  test('two taps at once are one answer', async () => {
    const { client } = await startSimulator()
    const first = await startSurvey(client, NEW)
    await Promise.all([
      client.tap(NEW, first, 'A 很好'),
      client.tap(NEW, first, 'E 很差'),
      client.tap(NEW, first, 'A 很好'),
    ])
    const prompts = (await client.messages(`dm:${NEW}`)).filter((message) => message.card?.title.startsWith('2 / '))
    expect(prompts).toHaveLength(1)
  })

  test('a burst of messages is a burst of answers, none dropped', async () => {
    const { client } = await startSimulator()
    await startSurvey(client, NEW)
    await Promise.all(['A', 'A', 'A', 'A', 'A'].map((text) => client.say(NEW, text)))
    const newest = (await client.messages(`dm:${NEW}`)).at(-1)
    expect(newest?.text).toContain('岗位职责')
  })

  test('a form edited while somebody is in it does not disturb them', async () => {
    const { client, app, programs } = await startWithOwnSurvey()
    await startSurvey(client, NEW)
    await sayAll(client, NEW, ['D', '太吵'])
    programs.edit((yaml) =>
      yaml
        .replace(
          'questions:\n',
          'questions:\n  - { id: brand-new, kind: text, text: { zh-CN: 新加的题, en: New one } }\n',
        )
        .replace('zh-CN: 您感到工作的紧迫感强吗？', 'zh-CN: 完全不同的问题？'),
    )
    await app.reload()
    const summary = await sayAll(client, NEW, CONTENT_ANSWERS.slice(1))
    expect(summary.text).not.toContain('新加的题')
    expect(summary.text).toContain('您感到工作的紧迫感强吗？')
    expect(summary.text).toContain('太吵')
    await client.say(NEW, '提交')
    // Somebody who starts now gets the new one.
    const next = last(await client.say('E012', '我的问卷'), 'dm:E012')
    expect(next.card?.actions).toHaveLength(1)
  })

  test('a faulty definition leaves the old one in force', async () => {
    const { client, app, programs } = await startWithOwnSurvey()
    programs.edit((yaml) => yaml.replace('kind: single', 'kind: essay'))
    await expect(app.reload()).rejects.toThrow(/new-employee-survey\.yaml:\d+:\d+ questions\.0\.kind/)
    expect((await startSurvey(client, NEW)).text).toContain('工作环境')
  })

  test('strangers get one sentence and no row', async () => {
    const { client, config } = await startSimulator()
    await expect(client.say('X999', 'hello')).rejects.toThrow('no such person')
    expect(await readDatabase(config, (stores) => stores.people.get('X999'))).toBeNull()
  })

  test('requests that are none are refused with a sentence', async () => {
    const { app } = await startSimulator()
    const post = async (path: string, body: string, type = 'application/json') => {
      const response = await fetch(`${app.url}/simulator/api/${path}`, {
        method: 'POST',
        headers: { 'content-type': type },
        body,
      })
      return { status: response.status, error: ((await response.json()) as { error: string }).error }
    }
    for (const body of ['', '{', '[]', '{"from":"E010"}', '{"from":"E010","text":5}', '{"text":"hi"}']) {
      expect(await post('messages', body), body).toMatchObject({
        status: 400,
        error: expect.stringContaining('Expected'),
      })
    }
    expect((await post('messages', '{"from":"E010","text":"hi"}', 'text/plain')).status).toBe(400)
    expect((await post('messages', JSON.stringify({ from: 'E010', text: 'x'.repeat(200_000) }))).status).toBe(400)
    expect(await post('messages', '{"from":"E010","in":"channel:hr","text":"hi"}')).toMatchObject({ status: 400 })
    for (const body of ['{}', '{"advance":"P-1D"}', '{"advance":"1 month"}', '{"to":"tomorrow"}', '{"next":false}']) {
      expect(await post('clock', body), body).toMatchObject({ status: 400, error: expect.stringContaining('Expected') })
    }
    expect((await post('clock', '{"to":"2020-01-01T00:00:00Z"}')).error).toContain('forward')
  })

  test('two cases with the same words are two cases', async () => {
    const { client } = await startSimulator()
    const tags = [
      (await fileCase(client, 'E010', { way: 'none', text: '一样的话' })).ticket.card?.title,
      (await fileCase(client, 'E010', { way: 'none', text: '一样的话' })).ticket.card?.title,
    ]
    expect(new Set(tags).size).toBe(2)
  })
})

/** The simulator with the company's own copy of the survey, to be edited. */
async function startWithOwnSurvey() {
  const programs = ownCopy('survey', 'new-employee-survey.yaml')
  const started = await startSimulator({ programs: programs.folder })
  return { ...started, programs }
}
