import { expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import { DingtalkEmulator } from './dingtalk-emulator.ts'
import { DingtalkPerson } from './dingtalk-person.ts'
import { CARD_TEMPLATE, FORM_TEMPLATE } from './templates.ts'

type Fields = Record<string, unknown>

/** An application that is connected and answers card callbacks with `answer`. */
async function started(answer: (data: Fields) => Fields = () => ({})) {
  const dingtalk = await DingtalkEmulator.start({ templates: [CARD_TEMPLATE, FORM_TEMPLATE], secondMs: null })
  dingtalk.organisation.add({ userid: 'U1' })
  dingtalk.organisation.add({ userid: 'U2' })
  dingtalk.organisation.groups.add('cid-hr')
  const { clientId, clientSecret } = dingtalk
  let token = ''
  const call = async (path: string, body: Fields, method = 'POST') => {
    const headers = { 'content-type': 'application/json', 'x-acs-dingtalk-access-token': token }
    const response = await fetch(`${dingtalk.url}${path}`, { method, headers, body: JSON.stringify(body) })
    return (await response.json()) as Fields
  }
  const given = await call('/v1.0/oauth2/accessToken', { appKey: clientId, appSecret: clientSecret })
  token = String(given.accessToken)
  const { endpoint, ticket } = await call('/v1.0/gateway/connections/open', { clientId, clientSecret })
  const socket = new WebSocket(`${endpoint}?ticket=${encodeURIComponent(String(ticket))}`)
  const heard: Fields[] = []
  socket.on('message', (frame) => {
    const { headers, data } = JSON.parse(String(frame)) as { headers: { messageId: string }; data: string }
    heard.push(JSON.parse(data) as Fields)
    const response = answer(heard.at(-1) as Fields)
    socket.send(
      JSON.stringify({ code: 200, headers: { messageId: headers.messageId }, data: JSON.stringify({ response }) }),
    )
  })
  await dingtalk.hub.until(() => dingtalk.opened === 1)
  onTestFinished(async () => {
    socket.terminate()
    await dingtalk.stop()
  })
  return { dingtalk, call, heard }
}

const CREATE = '/v1.0/card/instances/createAndDeliver'
const NEW = {
  cardTemplateId: CARD_TEMPLATE.id,
  outTrackId: 'one',
  callbackType: 'STREAM',
  userIdType: 1,
  cardData: { cardParamMap: { title: '提醒', text: '青禾餐饮', label_1: '已完成', action_1: 'done', value_1: 'v' } },
  openSpaceId: 'dtv1.card//IM_ROBOT.U1',
  imRobotOpenDeliverModel: { spaceType: 'IM_ROBOT', robotCode: 'ding-app' },
}

test('a card is made, shown to somebody, and changed; by name or as a whole', async () => {
  const { dingtalk, call } = await started()
  expect(await call(CREATE, NEW)).toMatchObject({
    success: true,
    result: { outTrackId: 'one', deliverResults: [{ success: true, spaceId: 'U1', carrierId: expect.any(String) }] },
  })
  const person = new DingtalkPerson(dingtalk, 'U1')
  const card = person.sees()[0]?.card
  if (!card) throw new Error('no card')
  expect(person.card(card)).toMatchObject({ text: '提醒\n青禾餐饮', buttons: [{ label: '已完成', actionId: 'done' }] })
  const change = (cardUpdateOptions: Fields) =>
    call(
      '/v1.0/card/instances',
      { outTrackId: 'one', cardData: { cardParamMap: { text: '已记录' } }, cardUpdateOptions },
      'PUT',
    )
  expect(await change({ updateCardDataByKey: true })).toMatchObject({ success: true })
  expect(person.card(card)).toMatchObject({ text: '提醒\n已记录', buttons: [{ label: '已完成' }] })
  await change({})
  expect(person.card(card)).toMatchObject({ text: '已记录', buttons: [] })
})

test.each([
  ['a card of that name is there', { outTrackId: 'there' }, 'param.cardAlreadyExist'],
  ['no such template', { cardTemplateId: 'never.schema' }, 'param.templateNotExist'],
  ['nowhere to show it', { openSpaceId: undefined }, 'param.openSpaceIdEmpty'],
  ['a place that is none', { openSpaceId: 'U1' }, 'param.openSpaceIdInvalid'],
  ['no robot to show it', { imRobotOpenDeliverModel: undefined }, 'param.openDeliverModelEmpty'],
  [
    'a group without its robot',
    { openSpaceId: 'dtv1.card//IM_GROUP.cid-hr', imGroupOpenDeliverModel: {} },
    'param.openDeliverModelError',
  ],
  ['a value that is no text', { cardData: { cardParamMap: { title: 1 } } }, 'param.invalid'],
  ['nothing on it', { cardData: undefined }, 'param.cardPublicDataEmpty'],
])('%s: refused', async (_, body, code) => {
  const { dingtalk, call } = await started()
  await call(CREATE, { ...NEW, outTrackId: 'there' })
  expect(await call(CREATE, { ...NEW, outTrackId: 'two', ...body })).toMatchObject({ code })
  expect(dingtalk.organisation.shown).toHaveLength(1)
})

test('somebody who is not there is told as a delivery that failed; a card that is not there cannot be changed', async () => {
  const { dingtalk, call } = await started()
  const gone = await call(CREATE, { ...NEW, openSpaceId: 'dtv1.card//IM_ROBOT.gone' })
  expect(gone).toMatchObject({ success: true, result: { deliverResults: [{ success: false }] } })
  expect(await call('/v1.0/card/instances', { outTrackId: 'none' }, 'PUT')).toMatchObject({
    code: 'param.cardNotExist',
  })
  const { imRobotOpenDeliverModel, openSpaceId, ...card } = NEW
  expect(await call('/v1.0/card/instances', { ...card, outTrackId: 'three' })).toMatchObject({ result: 'three' })
  const deliver = { outTrackId: 'three', imRobotOpenDeliverModel, openSpaceId }
  expect(await call('/v1.0/card/instances/deliver', deliver)).toMatchObject({ result: [{ success: true }] })
  expect(dingtalk.organisation.in('U1')).toHaveLength(1)
})

test('a tap is told with who, where and what; the answer repaints the card, for all or for one', async () => {
  const answer = {
    cardUpdateOptions: { updateCardDataByKey: true, updatePrivateDataByKey: true },
    cardData: { cardParamMap: { text: '李敏在处理' } },
    userPrivateData: { cardParamMap: { label_1: '再来' } },
  }
  const { dingtalk, call, heard } = await started(() => answer)
  const group = { openSpaceId: 'dtv1.card//IM_GROUP.cid-hr', imGroupOpenDeliverModel: { robotCode: 'ding-app' } }
  await call(CREATE, { ...NEW, ...group })
  const [one, two] = [new DingtalkPerson(dingtalk, 'U1'), new DingtalkPerson(dingtalk, 'U2')]
  const card = one.sees('cid-hr')[0]?.card
  if (!card) throw new Error('no card')
  expect(await one.tap(card, '已完成')).toBe(true)
  expect(heard[0]).toMatchObject({ outTrackId: 'one', userId: 'U1', spaceType: 'IM_GROUP', spaceId: 'cid-hr' })
  expect(JSON.parse(String(heard[0]?.content))).toEqual({
    cardPrivateData: { actionIds: ['done'], params: { value: 'v', tap: '' } },
  })
  expect(one.card(card)).toMatchObject({ text: '提醒\n李敏在处理', buttons: [{ label: '再来' }] })
  expect(two.card(card)).toMatchObject({ text: '提醒\n李敏在处理', buttons: [{ label: '已完成' }] })
})

test('a form: what the app finds missing is not sent; what is sent comes as the app tells it', async () => {
  const { dingtalk, call, heard } = await started()
  const options = [
    { value: 'a', text: '甲' },
    { value: 'b', text: '乙' },
  ]
  const fields = [
    { name: 'text', type: 'TEXT_AREA', required: true, requiredMsg: '请填写' },
    { name: 'way', type: 'SELECT', options },
    { name: 'many', type: 'MULTI_SELECT', options },
    { name: 'on', type: 'DATE' },
    { name: 'state', type: 'TEXT', hidden: true, defaultValue: 'sealed' },
  ]
  const cardParamMap = { title: '有话直说', form: JSON.stringify({ fields }), submit: '提交', misspelt: 'x' }
  await call(CREATE, { ...NEW, cardTemplateId: FORM_TEMPLATE.id, cardData: { cardParamMap } })
  expect([...dingtalk.cards.unknownVariables]).toEqual(['misspelt'])
  const person = new DingtalkPerson(dingtalk, 'U1')
  const card = person.sees()[0]?.card
  if (!card) throw new Error('no card')
  expect(await person.submit(card, { way: 'b' })).toEqual({ text: '请填写' })
  await expect(person.submit(card, { text: 'x', way: 'c' })).rejects.toThrow('no option')
  expect(heard).toEqual([])
  expect(await person.submit(card, { text: '🍚', way: 'b', many: ['a', 'b'], on: '2026-03-20' })).toBeNull()
  expect(JSON.parse(String(heard[0]?.content))).toEqual({
    cardPrivateData: {
      actionIds: ['sheet.submit'],
      params: {
        form: {
          text: '🍚',
          way: { index: 1, value: 'b' },
          many: { index: [0, 1], value: ['a', 'b'] },
          on: '2026-03-20',
          state: 'sealed',
        },
      },
    },
  })
})
