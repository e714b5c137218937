import { expect, test } from 'vitest'
import type { Action, Message } from '#core'
import { startAdapter, toZhang } from './start-adapter.ts'

const action = (n: number, more: Partial<Action> = {}): Action => ({
  id: 'survey.pick',
  label: `选项 ${n}`,
  value: `v${n}`,
  ...more,
})

const SAMPLES: Readonly<Record<string, Message>> = {
  words: { text: '只有一句话。' },
  'a title and words': { title: '标题', text: '正文\n第二行' },
  'a card': {
    title: '请选择',
    text: '哪一项？',
    actions: [action(1, { style: 'primary' }), action(2, { style: 'danger' })],
  },
  'six buttons': { text: '哪一项？', actions: [1, 2, 3, 4, 5, 6].map((n) => action(n)) },
  'more than six': { title: '很多', text: '哪一项？', actions: Array.from({ length: 9 }, (_, n) => action(n)) },
  'a wide label': { text: '？', actions: [action(1, { label: '一个比按钮宽得多的中文标签' }), action(2)] },
  'a long text with buttons': { title: '长', text: '一行文字。\n'.repeat(60), actions: [action(1)] },
  'a link': { title: '表单', text: '请打开', actions: [action(1, { url: 'https://hearback.example/f/x' })] },
  'a link and a button': { text: '？', actions: [action(1, { url: 'https://hearback.example/f/x' }), action(2)] },
  bars: { title: '结果', text: '', sections: [{ text: '满意吗', bars: [{ label: '是', count: 3, share: 0.75 }] }] },
  'sections with buttons': {
    title: '待办',
    text: '两件',
    sections: [1, 2].map((n) => ({ text: `第 ${n} 件`, actions: [action(n)] })),
  },
}

test('what people see, by the bot and by the application', async () => {
  for (const channels of ['bot', 'app', 'both, without callback'] as const) {
    const { wecom, adapter, zhang, start } = await startAdapter({ channels })
    await start()
    const place = { in: channels === 'bot' ? 'bot' : 'app' } as const
    if (channels === 'bot') wecom.bot.written.add('ZhangSan')
    for (const [name, message] of Object.entries(SAMPLES)) {
      const before = zhang.sees(place).length
      expect((await adapter.send(toZhang(message, `key:${name}`))).kind, name).toBe('sent')
      const seen = zhang.sees(place).slice(before)
      expect(seen.map(({ text, card }) => card ?? text.replace(/[\u200b\u200c\u2060\ufeff]/g, ''))).toMatchSnapshot(
        `${channels}: ${name}`,
      )
    }
  }
})

test('no text is longer than WeCom takes, in bytes; none is lost, and no character is cut', async () => {
  for (const channels of ['bot', 'app'] as const) {
    const { wecom, adapter, zhang, start } = await startAdapter({ channels })
    await start()
    wecom.bot.written.add('ZhangSan')
    const place = { in: channels } as const
    const text = '👩‍👩‍👧茶é'.repeat(2500)
    expect((await adapter.send(toZhang({ text }))).kind).toBe('sent')
    const seen = zhang.sees(place).map((one) => one.text.replace(/[\u200b\u200c\u2060\ufeff]/g, ''))
    expect(seen.join('')).toBe(text)
    expect(seen.every((one) => one.isWellFormed() && one.startsWith('👩‍👩‍👧') !== one.startsWith('\u200d'))).toBe(true)
  }
})

test('what somebody wrote makes no link', async () => {
  const { wecom, adapter, zhang, start } = await startAdapter()
  await start()
  const text = '看 <a href="https://evil.example">这里</a> 和 [那里](https://evil.example)'
  await adapter.send(toZhang(text))
  expect(zhang.sees({ in: 'app' })[0]?.text).not.toContain('<a')
  wecom.bot.written.add('ZhangSan')
  await zhang.write('你好')
  await adapter.handled()
  await adapter.send(toZhang(text))
  expect(zhang.sees({ in: 'bot' }).at(-1)?.text).not.toContain('](')
})
