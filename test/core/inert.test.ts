import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { inert } from '#core'

/** What chat programs make links of, roughly as the widest of them do. */
const LINK = /[a-z][a-z0-9+.-]*:\/\/\S|\bwww\.|[\p{L}\p{N}]\.(?:com|cn|org|net|io|me|中国)(?![a-z])|\]\(|<[@#!]/iu

describe('a text that is inert', () => {
  test.each([
    ['see https://track.example.com/u/17?x=1', 'see https[:]//track[.]example[.]com/u/17?x=1'],
    ['HTTP://Evil.CN', 'HTTP[:]//Evil[.]CN'],
    ['看这里：www.example.cn/a。', '看这里：www[.]example[.]cn/a。'],
    ['请到例子.公司看', '请到例子[.]公司看'],
    ['t.me/abc or hr@example.com', 't[.]me/abc or hr@example[.]com'],
    ['10.0.0.17/x', '10[.]0[.]0[.]17/x'],
    ['![](https://evil.example/p.png)', '![] (https[:]//evil[.]example/p[.]png)'],
    ['<https://evil.example|here> <!channel> <@U123>', '<https[:]//evil[.]example|here> < !channel> < @U123>'],
    ['slack://open intent://x#Intent', 'slack[:]//open intent[:]//x#Intent'],
  ])('%s', (text, shown) => {
    expect(inert(text)).toBe(shown)
    expect(inert(text)).not.toMatch(LINK)
  })

  test.each([
    '3.5 天，12.30 起',
    '好。我们会看。No. 5 is fixed.',
    '2026.03.10',
    '1 < 2, a[1] (see)',
    '第 3 条：改。\n  缩进',
  ])('ordinary words stay: %s', (text) => {
    expect(inert(text)).toBe(text)
  })

  test('copies that differ only in what nobody sees become equal', () => {
    const plain = '我们会在周五之前修好。'
    const marks = ['\u200b', '\u200c', '\u200d', '\u2060', '\ufeff', '\u00ad', '\u202e', '\u2063', '\ufe00', '\u3164']
    const tags = String.fromCodePoint(0xe0041, 0xe0042, 0xe007f, 0xe0101)
    for (const mark of [...marks, tags, '\u0003', '\u0001', '\ue000']) {
      expect(inert(Array.from(plain).join(mark))).toBe(plain)
    }
    expect(inert('a\u00a0b\u2009c\u202fd  \n')).toBe('a b c d\n')
    expect(inert('e\u0301')).toBe('\u00e9')
  })

  test('emoji stay whole', () => {
    for (const emoji of ['👩‍💻', '❤️', '👍🏽', '1️⃣', '🇨🇳', '👨‍👩‍👧']) expect(inert(`好${emoji}！`)).toBe(`好${emoji}！`)
  })

  test('whatever is written, nothing opens by itself, and once is enough', () => {
    const word = fc.constantFrom(
      'http',
      '://',
      '.',
      'com',
      'a',
      '](',
      '<',
      '@',
      '\u200b',
      '。',
      'www',
      ' ',
      '例',
      '\u200d',
    )
    fc.assert(
      fc.property(
        fc.array(fc.oneof(word, fc.string({ unit: 'grapheme', maxLength: 3 })), { maxLength: 20 }),
        (parts) => {
          const shown = inert(parts.join(''))
          expect(shown).not.toMatch(LINK)
          expect(inert(shown)).toBe(shown)
        },
      ),
    )
  })
})
