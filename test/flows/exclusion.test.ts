import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ownCopy } from '../support/own-definitions.ts'
import { scratchFolder } from '../support/scratch.ts'
import { field, last, only, Refusal, type SimulatorClient, withForm } from '../support/simulator-client.ts'
import { current, fileCase, filing, more, openThread, speakUp } from '../support/speak-up-steps.ts'
import { startSimulator } from '../support/start-simulator.ts'

const AUTHOR = 'E010'
const OUTSIDE = 'X001'

/** Files a case that is about somebody. */
async function fileAbout(client: SimulatorClient, about: { readers?: string[]; others?: string }, text = '一件事') {
  const form = withForm(await client.say(AUTHOR, '有话直说'))
  const values = filing(form, { way: 'none', topic: 'unfair-treatment', text })
  return client.submit(AUTHOR, form, { ...values, about_readers: about.readers ?? [], about: about.others ?? '' })
}

/** Everything this person can bring up about cases. */
async function screensOf(client: SimulatorClient, person: string) {
  const list = await client.say(person, '来信')
  const menu = await client.say(person, '菜单')
  const channel = await client.messages('channel:hr')
  const shown = (messages: typeof list) => messages.map(({ in: place, text, card }) => ({ place, text, card }))
  return { list: shown(list), menu: shown(menu), channel: shown(channel) }
}

describe('a case never reaches whom it is about', () => {
  test('about the head of HR: she and her line see the same as before; the outside person handles it', async () => {
    const { client } = await startSimulator()
    const before = await Promise.all(['E002', 'E003'].map((person) => screensOf(client, person)))
    const messages = await fileAbout(client, { readers: ['E002'] })
    expect(last(messages, `dm:${AUTHOR}`).text).toContain('由 沈宁 处理')
    expect(messages.map((message) => message.in).sort()).toEqual([`dm:${AUTHOR}`, `dm:${OUTSIDE}`])
    const after = await Promise.all(['E002', 'E003'].map((person) => screensOf(client, person)))
    expect(after).toEqual(before)

    const ticket = only(messages, `dm:${OUTSIDE}`)
    const answer = withForm(await client.tap(OUTSIDE, ticket, '答复'))
    await client.submit(OUTSIDE, answer, { text: '我会查。' })
    expect(JSON.stringify(await client.say(OUTSIDE, '来信'))).toContain('已答复')
    for (const person of ['E001', 'E002', 'E003']) {
      await expect(client.tapRaw(person, ticket.id, 'case.open', ticketCase(ticket))).rejects.toThrow(Refusal)
    }
    // Also when nobody answers what comes next: no alarm finds its way to them.
    const later = await client.moveTo('2026-05-20T12:00:00+08:00')
    expect(later.filter((message) => message.text.includes('来信')).map(({ in: place }) => place)).not.toContain(
      'dm:E003',
    )
  })

  test('about a colleague named in words: no channel, those who read it one by one; those in the colleague’s line not', async () => {
    const { client } = await startSimulator()
    const messages = await fileAbout(client, { others: '吴迪' })
    expect(messages.map((message) => message.in).sort()).toEqual(['dm:E003', `dm:${AUTHOR}`])
    expect(await client.messages('channel:hr')).toEqual([])
  })

  test('a missed deadline climbs to somebody it is not about', async () => {
    const { client } = await startSimulator()
    await fileAbout(client, { readers: ['E003'] })
    const missed = await client.moveTo('2026-03-17T12:00:00+08:00')
    const told = missed.filter((message) => message.text.includes('应在 2026年3月13日'))
    expect(told.map((message) => message.in)).toContain(`dm:${OUTSIDE}`)
    expect(told.map((message) => message.in)).not.toContain('dm:E003')
  })

  test('a name nobody bears is asked about; with nobody left it is said before anything is sent', async () => {
    const { client } = await startSimulator()
    const unknown = await fileAbout(client, { others: '王静、张三丰' }).catch((error: Refusal) => error)
    expect((unknown as Refusal).fields.about).toContain('“张三丰”')
    const nobody = await fileAbout(client, { readers: ['E001', OUTSIDE] }).catch((error: Refusal) => error)
    expect((nobody as Refusal).fields.about).toContain('没有人能看')
    expect(await client.messages(`dm:${OUTSIDE}`)).toEqual([])
  })

  test('who stands in for somebody is kept out with them, and a rule keeps out a whole role', async () => {
    const programs = scratchFolder()
    writeFileSync(
      join(programs, 'company.yaml'),
      `company: { zh-CN: 晨光, en: Dawnlight }
contact: { zh-CN: 请联系 8003。, en: Please call 8003. }
roles: { hr: [E006, E008], coordinator: [E005], outside: [X001], sales_lead: [E004], store_manager: [E005], admin: [E002], sales: [E006] }
deputies: { E008: [E006] }
channels: { hr: "simulator:hr", sales: "simulator:sales" }
release: immediate
`,
    )
    writeFileSync(
      join(programs, 'letters.yaml'),
      `speak_up: deputy-manager
title: { zh-CN: 副总信箱, en: Deputy manager’s letter box }
words: [副总信箱, letter to the deputy manager]
promises: [{ zh-CN: 只有总经理看得到。, en: Only the general manager reads it. }]
limits: [{ zh-CN: 回执丢了就找不回来。, en: A lost receipt is lost. }]
topics:
  - id: letter
    title: { zh-CN: 给总经理的信, en: Letter }
    show: stub
    handlers: coordinator
    channel: none
    answer_within: 3
  - id: about-hr
    title: { zh-CN: 关于人事部, en: About HR }
    show: stub
    handlers: hr
    not_for: [hr]
    channel: hr
    answer_within: 3
`,
    )
    const { client } = await startSimulator({ programs })
    // E006 stands in for E008; E005 is neither.
    const about = await fileAbout(client, { readers: ['E008'] })
    expect(about.map((message) => message.in).sort()).toEqual(['dm:E005', `dm:${AUTHOR}`])

    const form = withForm(await client.say(AUTHOR, '副总信箱'))
    expect(form.card?.title).toContain('副总信箱')
    expect(field(form, 'topic').options?.map(({ value }) => value)).toEqual(['letter', 'about-hr'])
    const ruled = await client.submit(AUTHOR, form, filing(form, { way: 'none', topic: 'about-hr', text: '人事部' }))
    expect(ruled.map((message) => message.in).sort()).toEqual(['dm:E005', `dm:${AUTHOR}`])

    const letter = withForm(await client.say(AUTHOR, 'Letter to the deputy manager'))
    const sent = await client.submit(AUTHOR, letter, filing(letter, { way: 'none', topic: 'letter', text: '您好' }))
    expect(sent.map((message) => message.in).sort()).toEqual(['dm:E005', `dm:${AUTHOR}`])
    const menu = last(await client.say(AUTHOR, '菜单'), `dm:${AUTHOR}`)
    expect(menu.card?.actions.map(({ label }) => label)).toEqual(expect.arrayContaining(['有话直说', '副总信箱']))
  })

  test('what is about somebody is not offered to be published', async () => {
    const { client } = await startSimulator()
    const ticket = only(await fileAbout(client, { others: '吴迪' }), 'dm:E003')
    await client.submit('E003', withForm(await client.tap('E003', ticket, '答复')), { text: '我会查。' })
    const answered = await current(client, ticket)
    const menu = withForm(await client.tap('E003', answered, '更多'))
    const offered = field(menu, 'what').options?.map(({ value }) => value)
    expect(offered).toContain('note')
    expect(offered).not.toContain('propose')
    const refused = await client.tapRaw('E003', ticket.id, 'case.propose', ticketCase(answered))
    expect(last(refused, 'dm:E003').card?.form ?? null).toBeNull()
  })

  test('nor published where it is about somebody only since it was proposed', async () => {
    const { folder, edit } = ownCopy('speak-up', 'speak-up.yaml')
    const first = await startSimulator({ programs: folder })
    const { ticket, words } = await fileCase(first.client, AUTHOR, { way: 'none', text: '门店太冷' })
    await first.client.sayIn('E003', 'channel:hr', '下周修。', ticket.id)
    const form = withForm(await more(first.client, 'E003', await current(first.client, ticket), 'propose'))
    await first.client.submit('E003', form, { text: '有人说门店太冷：下周修。' })
    await first.stop()
    edit((yaml) => yaml.replace('    show: full\n', '    show: full\n    not_for: [store_manager]\n'))
    const { client } = await startSimulator({ home: first.home, programs: folder })
    await client.submit(AUTHOR, await openThread(client, AUTHOR, words), { consent: 'agree' })
    expect(await client.messages('channel:announce')).toEqual([])
  })

  test('a case whose topic is no longer defined stands with the coordinator alone, in no channel', async () => {
    const { folder, edit } = ownCopy('speak-up', 'speak-up.yaml')
    const first = await startSimulator({ programs: folder })
    const sent = { way: 'none', topic: 'unfair-treatment', text: '一件敏感的事' } as const
    const { words } = await speakUp(first.client, AUTHOR, sent)
    await first.stop()
    edit((yaml) => yaml.replace(/ {2}- id: unfair-treatment\n(?: {4}.*\n)+/, ''))
    const { client } = await startSimulator({ home: first.home, programs: folder })
    expect(JSON.stringify(await client.say('E003', '来信'))).toContain('类别已不再定义')
    expect(JSON.stringify(await client.say('E002', '来信'))).not.toContain('查看全文')
    const added = await client.submit(AUTHOR, await openThread(client, AUTHOR, words), { reply: '又来了。' })
    expect([...new Set(added.map((message) => message.in))].sort()).toEqual(['dm:E003', `dm:${AUTHOR}`])
    expect(await client.messages('channel:hr')).toEqual([])
  })
})

/** The case a ticket's buttons belong to. */
function ticketCase(ticket: { card: { actions: readonly { value: string }[] } | null }): string {
  return ticket.card?.actions[0]?.value ?? ''
}
