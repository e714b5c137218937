import { expect, onTestFinished, test } from 'vitest'
import { DingtalkEmulator } from './dingtalk-emulator.ts'
import { DingtalkPerson } from './dingtalk-person.ts'
import { ALL_QPS, BAN, HTML, MONTH } from './faults.ts'
import { CARD_TEMPLATE, FORM_TEMPLATE } from './templates.ts'

type Options = NonNullable<Parameters<typeof DingtalkEmulator.start>[0]>
type Fields = Record<string, unknown>

const ROBOT = { robotCode: 'ding-app' }
const SECOND_MS = 60_000

async function started(options: Options = {}) {
  const dingtalk = await DingtalkEmulator.start({ templates: [CARD_TEMPLATE, FORM_TEMPLATE], ...options })
  onTestFinished(() => dingtalk.stop())
  for (const userid of ['U1', 'U2', 'U3']) dingtalk.organisation.add({ userid })
  dingtalk.organisation.groups.add('cid-hr')
  const { accessToken } = (await asked(dingtalk, '/v1.0/oauth2/accessToken', {
    appKey: dingtalk.clientId,
    appSecret: dingtalk.clientSecret,
  })) as { accessToken: string }
  const call = (path: string, body: Fields, method = 'POST') => asked(dingtalk, path, body, method, accessToken)
  return { dingtalk, call, token: accessToken }
}

async function asked(
  { url }: DingtalkEmulator,
  path: string,
  body: Fields,
  method = 'POST',
  token = '',
): Promise<Fields> {
  const headers = { 'content-type': 'application/json', 'x-acs-dingtalk-access-token': token }
  const response = await fetch(`${url}${path}`, {
    method,
    headers,
    ...(method !== 'GET' && { body: JSON.stringify(body) }),
  })
  return (await response.json()) as Fields
}

const markdown = (text: string) => ({ msgKey: 'sampleMarkdown', msgParam: JSON.stringify({ title: 't', text }) })
const BATCH = '/v1.0/robot/oToMessages/batchSend'

test('a batch: whom it did not reach is named; 21 people, unknown kinds and bad parameters are refused', async () => {
  const { dingtalk, call } = await started({ secondMs: null })
  const { organisation } = dingtalk
  organisation.flowControlled.add('U2')
  organisation.filtered.add('U3')
  expect(await call(BATCH, { ...ROBOT, ...markdown('你好'), userIds: ['U1', 'U2', 'U3', 'nobody'] })).toMatchObject({
    processQueryKey: expect.any(String),
    invalidStaffIdList: ['nobody'],
    flowControlledStaffIdList: ['U2'],
    filteredStaffIdList: ['U3'],
  })
  expect(dingtalk.seen.map(({ to }) => to)).toEqual(['U1'])
  const refused = async (body: Fields) =>
    (await call(BATCH, { ...ROBOT, userIds: ['U1'], ...markdown('x'), ...body })).code
  expect(await refused({ userIds: Array.from({ length: 21 }, () => 'U1') })).toBe('invalidParameter.userIds.tooLong')
  expect(await refused({ userIds: ['nobody'] })).toBe('staffId.notExisted')
  expect(await refused({ msgKey: 'sampleHologram' })).toBe('invalidParameter.msgKey.notFound')
  expect(await refused({ msgParam: '{' })).toBe('invalidParameter.msgParam.invalid')
  expect(await refused({ msgKey: 'sampleFile', msgParam: '{"mediaId":"@x"}' })).toContain('mediaId')
  expect(await refused({ robotCode: 'another' })).toBe('invalid.robotCode')
})

test('a message in a group, taken back; what is too old is not; who has read it is told', async () => {
  let now = Date.now()
  const { dingtalk, call, token } = await started({ now: () => now })
  const group = { ...ROBOT, openConversationId: 'cid-hr', ...markdown('来信') }
  const { processQueryKey: key } = await call('/v1.0/robot/groupMessages/send', group)
  expect(await call('/v1.0/robot/groupMessages/send', { ...group, openConversationId: 'cid-x' })).toHaveProperty('code')
  const keys = { ...ROBOT, processQueryKeys: [key], openConversationId: 'cid-hr' }
  expect(await call('/v1.0/robot/groupMessages/recall', keys)).toMatchObject({ successResult: [key] })
  expect(dingtalk.organisation.in('cid-hr')).toEqual([])

  const sent = await call(BATCH, { ...ROBOT, ...markdown('你好'), userIds: ['U1'] })
  const query = new URLSearchParams({ ...ROBOT, processQueryKey: String(sent.processQueryKey) })
  const status = () => call(`/v1.0/robot/oToMessages/readStatus?${query}`, {}, 'GET')
  expect(await status()).toMatchObject({ messageReadInfoList: [{ userId: 'U1', readStatus: 'UNREAD' }] })
  new DingtalkPerson(dingtalk, 'U1').sees()
  expect(await status()).toMatchObject({ messageReadInfoList: [{ userId: 'U1', readStatus: 'READ' }] })
  now += 90 * 60_000
  const old = { ...ROBOT, processQueryKeys: [sent.processQueryKey] }
  expect(token).not.toBe('')
  now += 24 * 3_600_000
  // The token has ended meanwhile, too.
  expect(await call('/v1.0/robot/otoMessages/batchRecall', old)).toMatchObject({ code: 'InvalidAuthentication' })
  const fresh = await asked(dingtalk, '/v1.0/oauth2/accessToken', {
    appKey: dingtalk.clientId,
    appSecret: dingtalk.clientSecret,
  })
  const late = await asked(dingtalk, '/v1.0/robot/otoMessages/batchRecall', old, 'POST', String(fresh.accessToken))
  expect(late).toMatchObject({ successResult: [], failedResult: { [String(sent.processQueryKey)]: 'recall.timeout' } })
})

test('the same token while it is good; wrong credentials get none; a revoked one opens nothing', async () => {
  const { dingtalk, call, token } = await started()
  const body = { appKey: dingtalk.clientId, appSecret: dingtalk.clientSecret }
  expect(await asked(dingtalk, '/v1.0/oauth2/accessToken', body)).toMatchObject({ accessToken: token })
  expect(await asked(dingtalk, '/v1.0/oauth2/accessToken', { ...body, appSecret: 'x' })).toHaveProperty('code')
  const old = await fetch(`${dingtalk.url}/gettoken?appkey=${dingtalk.clientId}&appsecret=${dingtalk.clientSecret}`)
  expect(await old.json()).toMatchObject({ errcode: 0, access_token: token })
  dingtalk.revokeTokens()
  expect(await call(BATCH, { ...ROBOT })).toMatchObject({ code: 'InvalidAuthentication' })
})

test('the 21st call of an interface within a second, and the one after the month’s last', async () => {
  const { dingtalk, call } = await started({ secondMs: SECOND_MS })
  const codes: unknown[] = []
  for (let n = 0; n < 21; n++) codes.push((await call(BATCH, { ...ROBOT, ...markdown(`${n}`), userIds: ['U1'] })).code)
  expect(codes.slice(0, 20)).toEqual(new Array(20).fill(undefined))
  expect(codes[20]).toBe('Forbidden.AccessDenied.QpsLimitForAppkeyAndApi')
  expect(dingtalk.limits).toMatchObject({ left: 4980, tooFast: 1 })
  dingtalk.limits.left = 0
  const group = { ...ROBOT, openConversationId: 'cid-hr', ...markdown('x') }
  const { code } = await call('/v1.0/robot/groupMessages/send', group)
  expect(code).toBe('Forbidden.AccessDenied.ApiCountLimitForOrg')
})

test('the contacts, page by page; they cost nothing of the month', async () => {
  const { dingtalk, token } = await started()
  dingtalk.organisation.departments.push({ dept_id: 2, name: '人事部', parent_id: 1 })
  dingtalk.organisation.add({ userid: 'U4', dept_id_list: [2], manager_userid: 'U1' })
  const old = (path: string, body: Fields, with_ = token) =>
    asked(dingtalk, `${path}?access_token=${with_}`, body) as Promise<{ errcode: number; result: Fields }>
  expect(await old('/topapi/v2/department/listsub', { dept_id: 1 })).toMatchObject({
    errcode: 0,
    result: [{ dept_id: 2, name: '人事部' }],
  })
  const first = await old('/topapi/v2/user/list', { dept_id: 1, cursor: 0, size: 2 })
  expect(first.result).toMatchObject({ has_more: true, next_cursor: 2, list: [{ userid: 'U1' }, { userid: 'U2' }] })
  const second = await old('/topapi/v2/user/list', { dept_id: 1, cursor: 2, size: 2 })
  expect(second.result).toMatchObject({ has_more: false, list: [{ userid: 'U3' }] })
  expect((await old('/topapi/v2/user/get', { userid: 'U4' })).result).toMatchObject({ manager_userid: 'U1' })
  expect((await old('/topapi/v2/user/get', { userid: 'gone' })).errcode).toBe(60121)
  expect((await old('/topapi/v2/user/list', { dept_id: 9, cursor: 0, size: 2 })).errcode).toBe(60003)
  expect((await old('/topapi/v2/user/list', { dept_id: 1, cursor: 0, size: 101 })).errcode).toBe(40035)
  expect((await old('/topapi/v2/user/get', { userid: 'U4' }, 'stale')).errcode).toBe(88)
  expect(dingtalk.limits.left).toBe(5000)
})

test('files: up and out, and down by a code and an address', async () => {
  const { dingtalk, call, token } = await started()
  const form = new FormData()
  form.set('media', new Blob(['人,分\n']), '结果.csv')
  const address = `${dingtalk.url}/media/upload?access_token=${token}&type=file`
  const uploaded = (await (await fetch(address, { method: 'POST', body: form })).json()) as Fields
  expect(uploaded).toMatchObject({ errcode: 0, media_id: expect.stringMatching(/^@/) })
  const param = { mediaId: uploaded.media_id, fileName: '结果.csv', fileType: 'csv' }
  await call(BATCH, { ...ROBOT, userIds: ['U1'], msgKey: 'sampleFile', msgParam: JSON.stringify(param) })
  expect(dingtalk.organisation.in('U1')[0]?.file).toMatchObject({ name: '结果.csv' })

  const code = dingtalk.files.code({ name: 'a.txt', type: 'text/plain', bytes: new TextEncoder().encode('甲') })
  const { downloadUrl } = await call('/v1.0/robot/messageFiles/download', { ...ROBOT, downloadCode: code })
  expect(await (await fetch(String(downloadUrl))).text()).toBe('甲')
  expect(await call('/v1.0/robot/messageFiles/download', { ...ROBOT, downloadCode: 'x' })).toHaveProperty('code')
})

test('the way back of a message: in its conversation, without a token, for a while', async () => {
  let now = Date.now()
  const { dingtalk } = await started({ now: () => now })
  const { sessionWebhook } = dingtalk.said('U1', '你好')
  const say = async (text: string) => {
    const body = JSON.stringify({ msgtype: 'markdown', markdown: { title: 't', text } })
    return (await (await fetch(String(sessionWebhook), { method: 'POST', body })).json()) as Fields
  }
  expect(await say('一')).toMatchObject({ errcode: 0 })
  now += 91 * 60_000
  expect((await say('二')).errcode).not.toBe(0)
  expect(dingtalk.seen).toMatchObject([{ to: 'U1', text: '一' }])
})

test('faults: pages, bans, cut connections, slow answers', async () => {
  const { dingtalk, call } = await started()
  const body = { ...ROBOT, userIds: ['U1'] }
  dingtalk.faults.plan(BATCH, { kind: 'drop', when: 'before' })
  await expect(call(BATCH, { ...body, ...markdown('一') })).rejects.toThrow()
  dingtalk.faults.plan(BATCH, { kind: 'drop', when: 'after' })
  await expect(call(BATCH, { ...body, ...markdown('二') })).rejects.toThrow()
  const gate = Promise.withResolvers<void>()
  dingtalk.faults.plan(BATCH, { kind: 'slow', until: gate.promise })
  const slow = call(BATCH, { ...body, ...markdown('三') })
  gate.resolve()
  expect(await slow).toHaveProperty('processQueryKey')
  dingtalk.faults.plan(BATCH, BAN)
  expect(await call(BATCH, body)).toMatchObject({ status: 1111 })
  dingtalk.faults.plan(BATCH, HTML)
  await expect(call(BATCH, body)).rejects.toThrow('JSON')
  for (const fault of [MONTH, ALL_QPS]) {
    dingtalk.faults.plan(BATCH, fault)
    expect((await call(BATCH, body)).code).toMatch(/^Forbidden\.AccessDenied\./)
  }
  expect(dingtalk.seen.map(({ text }) => text)).toEqual(['二', '三'])
})
