import { expect, test } from 'vitest'
import { CHOICE, startAdapter, to } from './start-adapter.ts'

test('many people: a batch is one call, and holds no more than twenty; who is slowed waits alone', async () => {
  const { dingtalk, adapter } = await startAdapter({ cards: false })
  const ids = Array.from({ length: 20 }, (_, n) => `staff${n}`)
  for (const userid of ids) dingtalk.organisation.add({ userid })
  dingtalk.organisation.flowControlled.add('staff3')
  const outcomes = await adapter.sendMany(ids.map((id) => to(id, '通知', 'k')))
  expect(outcomes.map(({ kind }) => kind)).toEqual(ids.map((id) => (id === 'staff3' ? 'refused' : 'sent')))
  expect(dingtalk.calls.filter(({ path }) => path.endsWith('batchSend'))).toHaveLength(1)
  expect(adapter.capabilities.batch?.max).toBe(20)
})

test('what a person did on a card while nobody listened comes when somebody does', async () => {
  const { dingtalk, hub, adapter, one, took, start } = await startAdapter({
    emulator: { hub: { repeatsCallbacks: true } },
  })
  await adapter.send(to('U1', CHOICE))
  const card = one.sees()[0]?.card
  if (!card) throw new Error('no card')
  const tapped = one.tap(card, '我来处理')
  await start()
  expect(await tapped).toBe(true)
  for (let more = 0; more < 2; more++) await one.tap(card, '我来处理')
  await hub.redeliver()
  expect(new Set(took.map(({ key }) => key)).size).toBe(3)
  // Everything that is put on a card has its place in the template.
  expect([...dingtalk.cards.unknownVariables]).toEqual([])
})

test('pictures and spoken words of people come as what they are', async () => {
  const { one, took, start } = await startAdapter()
  await start()
  const file = { name: 'a.png', type: 'image/png', bytes: new Uint8Array([1, 2, 3]) }
  await one.sendPicture(file)
  await one.sendVoice('食堂几点开门', { ...file, name: 'a.amr', type: 'audio/amr' })
  const [picture, voice] = took
  expect(picture).toMatchObject({ kind: 'files', text: '' })
  expect(picture?.kind === 'files' && (await picture.files[0]?.read(10))).toEqual(file.bytes)
  expect(voice).toMatchObject({ kind: 'unsupported', what: 'voice' })
})
