import { describe, expect, test } from 'vitest'
import { type Field, Identified, type Inbound, type Reception, type Sheet } from '#core'
import { SlackPerson } from '../../emulators/slack/slack-person.ts'
import { startAdapter, toAnna } from './start-adapter.ts'

const SHEET: Sheet = {
  title: '表单',
  submit: '提交',
  state: 'sealed-state',
  opener: 'sealed-opener',
  steps: [
    {
      fields: [
        {
          name: 'mood',
          kind: 'choice',
          label: '心情',
          required: true,
          live: true,
          options: [
            { value: 'good', label: '好' },
            { value: 'bad', label: '坏' },
          ],
        },
        { name: 'text', kind: 'paragraph', label: '想说的话' },
      ],
    },
  ],
}

/** The account behind something that came in. */
function userOf(inbound: Inbound | undefined): string {
  return inbound ? Identified.reveal(inbound.from).userId : ''
}

/** A core that answers a text with the form, and everything else as told. */
function answering(rest: (inbound: Inbound) => Reception = () => ({})) {
  return (inbound: Inbound): Reception => (inbound.kind === 'text' ? { sheet: SHEET } : rest(inbound))
}

describe('Slack: forms', () => {
  test('typed words give a button that opens the form; a tap opens it at once; what is entered comes back with its state', async () => {
    const { slack, adapter, took, anna, start } = await startAdapter({
      answer: answering((inbound) => (inbound.kind === 'action' ? { sheet: SHEET } : {})),
    })
    await start()
    await anna.say('表单')
    await adapter.settled()
    const [way] = anna.sees().filter(({ from }) => from === 'hearback')
    expect(way?.buttons).toEqual(['打开 / Open'])
    await anna.tap(way?.id ?? '', '打开 / Open')
    await adapter.settled()
    expect(took.at(-1)).toMatchObject({ kind: 'action', actionId: 'sheet.open', value: 'sealed-opener' })
    expect(anna.form()?.fields.map(({ name }) => name)).toEqual(['mood', 'text'])
    expect(await anna.submit({ mood: 'good', text: '<b> & 茶' })).toBeNull()
    expect(took.at(-1)).toMatchObject({
      kind: 'form',
      state: 'sealed-state',
      values: { mood: 'good', text: '<b> & 茶' },
    })
    expect(anna.form()).toBeNull()
    expect(slack.callsOf('views.open')).toHaveLength(1)
  })

  test('a trigger that is too old leaves a button in the place of the form', async () => {
    const { adapter, anna, start } = await startAdapter({
      emulator: { triggerMs: -1 },
      answer: () => ({ sheet: SHEET }),
    })
    await start()
    await anna.slash('/hearback', 'anything')
    await adapter.settled()
    expect(anna.form()).toBeNull()
    expect(anna.sees().at(-1)?.buttons).toEqual(['打开 / Open'])
  })

  test('a change of an answer that others depend on changes the open form and takes away nothing typed', async () => {
    const { adapter, took, anna, start } = await startAdapter({
      answer: (inbound) => {
        if (inbound.kind === 'action' || inbound.kind === 'text') return { sheet: SHEET }
        if (inbound.kind !== 'draft') return {}
        const why = { name: 'why', kind: 'text', label: '为什么' } as const
        return { sheet: { ...SHEET, steps: [...SHEET.steps, { fields: inbound.values.mood === 'bad' ? [why] : [] }] } }
      },
    })
    await start()
    await anna.slash('/hearback', 'x')
    await adapter.settled()
    await anna.enter('text', '写到一半')
    await anna.enter('mood', 'bad')
    await adapter.settled()
    expect(took.at(-1)).toMatchObject({
      kind: 'draft',
      state: 'sealed-state',
      values: { mood: 'bad', text: '写到一半' },
    })
    expect(anna.form()?.fields.map(({ name }) => name)).toEqual(['mood', 'text', 'why'])
    await anna.submit({ why: '因为' })
    expect(took.at(-1)).toMatchObject({ values: { mood: 'bad', text: '写到一半', why: '因为' } })
  })

  test('corrections stand at their fields, and a corrected form is another submission', async () => {
    let wrong = true
    const { adapter, took, anna, start } = await startAdapter({
      answer: answering((inbound) =>
        inbound.kind === 'form' && wrong
          ? { errors: { text: '再写一点', gone: '不见了' } }
          : inbound.kind === 'action'
            ? { sheet: SHEET }
            : {},
      ),
    })
    await start()
    await anna.slash('/hearback', 'x')
    await adapter.settled()
    expect(await anna.submit({ mood: 'good', text: '短' })).toEqual({ text: '再写一点', mood: '不见了' })
    wrong = false
    expect(await anna.submit({ text: '长一些' })).toBeNull()
    const forms = took.filter(({ kind }) => kind === 'form')
    expect(new Set(forms.map(({ key }) => key)).size).toBe(2)
  })

  test('a correction that asks more than the form did takes its place, with what was entered and what is wrong', async () => {
    const [step] = SHEET.steps
    const box: Field = { name: 'sure', kind: 'choices', label: '看一眼', options: [{ value: 'yes', label: '就这样' }] }
    const more: Sheet = { ...SHEET, steps: [{ fields: [...(step?.fields ?? []), box] }] }
    const { adapter, took, anna, start } = await startAdapter({
      answer: answering((inbound) =>
        inbound.kind === 'form' && !inbound.values.sure
          ? { errors: { sure: '先看一眼' }, sheet: more }
          : inbound.kind === 'action'
            ? { sheet: SHEET }
            : {},
      ),
    })
    await start()
    await anna.slash('/hearback', 'x')
    await adapter.settled()
    expect(await anna.submit({ mood: 'good', text: '我写的' })).toBeNull()
    expect(JSON.stringify(anna.form())).toContain('先看一眼')
    expect(await anna.submit({ sure: ['yes'] })).toBeNull()
    expect(took.at(-1)).toMatchObject({ kind: 'form', values: { mood: 'good', text: '我写的', sure: ['yes'] } })
  })

  test('a link in the form is nothing that it asks: corrections stand at their fields', async () => {
    const url = 'https://hearback.example.com/f/x'
    const link: Field = { name: 'page', kind: 'link', label: '网页', hint: '加图片', url }
    const linked: Sheet = { ...SHEET, steps: [...SHEET.steps, { fields: [link] }] }
    const { adapter, anna, start } = await startAdapter({
      answer: answering((inbound) =>
        inbound.kind === 'form'
          ? { errors: { text: '再写一点' }, sheet: linked }
          : inbound.kind === 'action'
            ? { sheet: linked }
            : {},
      ),
    })
    await start()
    await anna.slash('/hearback', 'x')
    await adapter.settled()
    expect(await anna.submit({ mood: 'good', text: '短' })).toEqual({ text: '再写一点' })
  })

  test('another form in the answer to one takes its place', async () => {
    const { adapter, anna, start } = await startAdapter({
      answer: (inbound) => ({ sheet: inbound.kind === 'form' ? { ...SHEET, title: '第二张' } : SHEET }),
    })
    await start()
    await anna.slash('/hearback', 'x')
    await adapter.settled()
    expect(await anna.submit({ mood: 'good' })).toBeNull()
    expect(anna.form()?.title).toBe('第二张')
  })
})

describe('Slack: where people are', () => {
  test('a hint in a channel is seen by one person; in the direct message it stands', async () => {
    const { slack, adapter, anna, start } = await startAdapter({ answer: () => ({ notices: [{ text: '只给您看' }] }) })
    slack.workspace.addChannel('C0HR', 'channel', ['U0BOT', 'U0ANNA', 'U0BEN'])
    slack.workspace.addUser({ id: 'U0BEN' })
    const ben = new SlackPerson(slack, 'U0BEN')
    await start()
    const mention = async (text: string) => {
      const ts = slack.workspace.nextTs()
      const event = { type: 'message', channel: 'C0HR', channel_type: 'channel', user: 'U0ANNA', text, ts }
      await slack.deliveries.deliver('events_api', slack.eventCallback(event))
      await adapter.settled()
    }
    await mention('<@U0BOT> 在吗')
    expect(anna.sees('C0HR').map(({ text }) => text)).toEqual(['只给您看'])
    expect(ben.sees('C0HR')).toEqual([])
    // People among themselves.
    await mention('在吗')
    expect(anna.sees('C0HR')).toHaveLength(1)
    await anna.say('在吗')
    await adapter.settled()
    expect(anna.sees().map(({ text }) => text)).toEqual(['在吗', '只给您看'])
  })

  test('a slash command is a matter between the person and the bot, wherever it is typed', async () => {
    const { slack, adapter, took, anna, start } = await startAdapter({ answer: () => ({ notices: [{ text: '好' }] }) })
    slack.workspace.addChannel('C0ALL', 'channel', ['U0ANNA'])
    await start()
    await anna.slash('/hearback', '', 'C0ALL')
    await anna.slash('/speak-up', 'the <coffee> & tea', 'C0ALL')
    await adapter.settled()
    expect(took).toMatchObject([
      { kind: 'text', text: 'help', place: { kind: 'direct' } },
      { kind: 'text', text: 'speak-up the <coffee> & tea', place: { kind: 'direct' } },
    ])
    // The bot is no member of that channel: the answer came by the address of the command.
    expect(anna.sees('C0ALL').map(({ text }) => text)).toEqual(['好', '好'])
  })

  test('a reply under a message names it; a mention and the same message are one thing', async () => {
    const { slack, adapter, took, anna, start } = await startAdapter()
    slack.workspace.addChannel('C0HR', 'channel', ['U0BOT', 'U0ANNA'])
    await start()
    const to = { kind: 'channel', channelId: 'C0HR' } as const
    const sent = await adapter.send({ key: 'k', to, message: { text: 'ticket' } })
    if (sent.kind !== 'sent') throw new Error('not sent')
    await anna.say('<answer>', 'C0HR', sent.messageId.split(':')[1])
    expect(took[0]).toMatchObject({
      kind: 'text',
      text: '<answer>',
      place: { kind: 'channel', channelId: 'C0HR', thread: sent.messageId },
    })

    const ts = slack.workspace.nextTs()
    const event = {
      channel: 'C0HR',
      user: 'U0ANNA',
      text: '<@U0BOT> help <https://a.example|a link> &lt;3',
      ts,
      channel_type: 'channel',
    }
    await slack.deliveries.deliver('events_api', slack.eventCallback({ ...event, type: 'message' }))
    await slack.deliveries.deliver('events_api', slack.eventCallback({ ...event, type: 'app_mention' }))
    expect(took[1]).toMatchObject({ text: 'help a link <3' })
    expect(took[1]?.key).toBe(took[2]?.key)
  })

  test('the home shows what the core answers, and its buttons work', async () => {
    const { adapter, took, anna, start } = await startAdapter({
      answer: (inbound) =>
        inbound.kind === 'home'
          ? { home: { title: '首页', text: '您好', actions: [{ id: 'help.menu', label: '菜单', value: 'v' }] } }
          : {},
    })
    await start()
    await anna.openHome()
    await adapter.settled()
    expect(anna.homeButtons()).toEqual(['菜单'])
    await anna.tapHome('菜单')
    expect(took.at(-1)).toMatchObject({ kind: 'action', actionId: 'help.menu', value: 'v', place: { kind: 'direct' } })
  })

  test('partners in shared channels are not taken for our own, other workspaces of our organisation are', async () => {
    const { slack, took, start } = await startAdapter({ emulator: { enterpriseId: 'E0OURS' } })
    const { workspace } = slack
    workspace.addUser({ id: 'U0SISTER', team_id: 'T0SISTER', enterprise_user: { enterprise_id: 'E0OURS' } })
    workspace.addUser({
      id: 'U0PARTNER',
      team_id: 'T0PARTNER',
      is_stranger: true,
      enterprise_user: { enterprise_id: 'E0OTHER' },
    })
    await start()
    for (const id of ['U0ANNA', 'U0SISTER', 'U0PARTNER']) await new SlackPerson(slack, id).say('hi')
    expect(took.map(userOf)).toEqual(['U0ANNA', 'U0SISTER', 'T0PARTNER:U0PARTNER'])
  })

  test('outside of an organisation another workspace is another company', async () => {
    const { slack, took, start } = await startAdapter()
    // The same id on purpose.
    slack.workspace.addUser({ id: 'U0ANNA', team_id: 'T0PARTNER' })
    await start()
    await new SlackPerson(slack, 'U0ANNA').say('hi')
    expect(took.map(userOf)).toEqual(['T0PARTNER:U0ANNA'])
  })
})

describe('Slack: files, changes, people', () => {
  test('a file comes with a way to its bytes, up to a size', async () => {
    const { took, anna, start } = await startAdapter()
    await start()
    await anna.sendFile('名单.txt', 'text/plain', new TextEncoder().encode('甲乙丙'), '请看')
    const [inbound] = took
    if (inbound?.kind !== 'files') throw new Error('no file came')
    expect(inbound).toMatchObject({ text: '请看', files: [{ name: '名单.txt', type: 'text/plain' }] })
    expect(new TextDecoder().decode(await inbound.files[0]?.read(1000))).toBe('甲乙丙')
    await expect(inbound.files[0]?.read(5)).rejects.toMatchObject({ code: 'file-too-large' })
  })

  test('the token goes to no other host', async () => {
    const { slack, took, start } = await startAdapter()
    await start()
    for (const url of [
      'https://evil.example/a',
      'https://slack.com.evil.example/a',
      'http://files.slack.com/a',
      'https://files.slack.com@evil.example/a',
    ]) {
      const files = [{ name: 'a', mimetype: 'text/plain', size: 1, url_private: url }]
      const event = {
        type: 'message',
        channel: 'D0ANNA',
        channel_type: 'im',
        user: 'U0ANNA',
        text: '',
        ts: slack.workspace.nextTs(),
        files,
      }
      await slack.deliveries.deliver('events_api', slack.eventCallback(event))
      const inbound = took.at(-1)
      if (inbound?.kind !== 'files') throw new Error('no file came')
      await expect(inbound.files[0]?.read(1000)).rejects.toMatchObject({ code: 'file-gone' })
    }
  })

  test('files go out under their message; when they cannot, nothing stays', async () => {
    const { slack, adapter, anna } = await startAdapter()
    const files = [{ name: 'results.csv', type: 'text/csv', bytes: new TextEncoder().encode('a,b\n') }]
    const post = { ...toAnna('结果'), message: { text: '结果', files } }
    slack.faults.plan('files.completeUploadExternal', { kind: 'error', error: 'internal_error' }, 3)
    expect(await adapter.send(post)).toMatchObject({ kind: 'refused', permanent: false })
    expect(anna.sees()).toEqual([])
    expect((await adapter.send(post)).kind).toBe('sent')
    expect(anna.sees().map(({ text }) => text)).toEqual(['结果', '[results.csv]'])
  })

  test('a message is changed in its place and taken back', async () => {
    const { adapter, anna } = await startAdapter()
    const sent = await adapter.send(toAnna('one'))
    if (sent.kind !== 'sent') throw new Error('not sent')
    expect(await adapter.send({ ...toAnna('two'), replaces: sent.messageId })).toEqual(sent)
    expect(anna.sees().map(({ text }) => text)).toEqual(['two'])
    expect(await adapter.recall(sent.messageId)).toMatchObject({ kind: 'sent' })
    expect(anna.sees()).toEqual([])
    expect(await adapter.send({ ...toAnna('three'), replaces: sent.messageId })).toMatchObject({
      kind: 'refused',
      permanent: true,
    })
  })

  test('previews of links are off', async () => {
    const { slack, adapter } = await startAdapter()
    await adapter.send(toAnna('https://hearback.example/f/secret'))
    expect(slack.callsOf('chat.postMessage')[0]?.args).toMatchObject({ unfurl_links: 'false', unfurl_media: 'false' })
  })

  test('the staff list is read page by page, without bots, guests, partners and whoever has left', async () => {
    const { slack, adapter } = await startAdapter()
    const { workspace } = slack
    for (let n = 0; n < 450; n++) workspace.addUser({ id: `U1${n}`, name: `p${n}` })
    workspace.addUser({ id: 'U2GONE', deleted: true })
    workspace.addUser({ id: 'U2GUEST', is_restricted: true })
    workspace.addUser({ id: 'U2PARTNER', team_id: 'T0OTHER', is_stranger: true })
    workspace.addUser({ id: 'U2BOT', is_bot: true })
    // Anybody may make a group and write a number: neither makes somebody a manager of HR.
    workspace.userGroups.push({ id: 'S1', name: '人事部', handle: 'hr', users: ['U1007', 'U17'] })
    const people = []
    for await (const page of adapter.directory.people()) people.push(...page)
    expect(people).toHaveLength(451)
    expect(people.find(({ userId }) => userId === 'U17')).toMatchObject({
      name: 'p7',
      email: 'p7@example.com',
      departments: [],
      mobile: null,
      timeZone: 'Asia/Shanghai',
    })
    expect(
      people.filter(({ userId }) => userId.startsWith('U2') || userId === 'USLACKBOT' || userId === 'U0BOT'),
    ).toEqual([])
    // Half a staff list would make leavers of the other half.
    slack.faults.plan('users.list', {
      kind: 'answer',
      status: 200,
      body: '{"ok":true,"members":[],"response_metadata":{"next_cursor":"Mg=="}}',
    })
    slack.faults.plan('users.list', { kind: 'error', error: 'ratelimited' })
    const read = async () => {
      for await (const page of adapter.directory.people()) people.push(...page)
    }
    await expect(read()).rejects.toThrow()
  })
})

describe('Slack: what doctor says', () => {
  test('what is missing, by its name, and what to do', async () => {
    const { slack, adapter } = await startAdapter()
    slack.scopes.delete('users:read.email')
    const findings = await adapter.check('en')
    expect(findings.map(({ mark }) => mark)).toEqual(['✓', '✗', '✓'])
    expect(findings[1]?.text).toContain('users:read.email')
    expect((await adapter.check('zh-CN'))[1]?.text).toContain('缺少权限：users:read.email')
  })

  test('tokens of the wrong kind, and HTTP without an address', async () => {
    const swapped = await startAdapter({ tokens: { bot: 'xapp-1-x' } })
    expect((await swapped.adapter.check('en'))[0]?.text).toContain('xoxb-')
    const noApp = await startAdapter({ tokens: { app: 'xapp-of-another-app' } })
    expect((await noApp.adapter.check('en')).at(-1)).toMatchObject({
      mark: '✗',
      text: expect.stringContaining('invalid_auth'),
    })
    const http = await startAdapter({ tokens: { app: null } })
    expect((await http.adapter.check('en')).at(-1)?.text).toContain('PUBLIC_URL')
    const right = await startAdapter({ tokens: { app: null }, publicUrl: 'https://hearback.example' })
    expect((await right.adapter.check('en')).at(-1)).toMatchObject({
      mark: '✓',
      text: expect.stringContaining('https://hearback.example/webhooks/slack'),
    })
    await right.slack.stop()
    expect((await right.adapter.check('en'))[0]?.text).toMatch(/cannot be reached/)
    await right.slack.start()
  })
})
