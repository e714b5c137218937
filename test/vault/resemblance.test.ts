import { describe, expect, test } from 'vitest'
import { openVault } from '#vault'
import { scratchFolder } from '../support/scratch.ts'

describe('what looks like a receipt', () => {
  test('as the form shows it, as people copy it, in both languages; other texts do not', async () => {
    const { receipts } = await openVault(scratchFolder())
    const receipt = receipts.mint()
    const [zh, en] = [receipts.words(receipt, 'zh-CN'), receipts.words(receipt, 'en')]
    const numbered = (words: readonly string[]) => words.map((word, index) => `${index + 1} ${word}`).join('　')
    for (const typed of [
      zh.join(' '),
      numbered(zh),
      `这是您的回执，请抄下来：\n${numbered(zh)}`,
      en.join(' '),
      `my receipt is ${en.join(', ')}.`,
      numbered(en).toUpperCase(),
    ]) {
      expect(receipts.resemblance(typed).sure, typed).toBe(true)
    }
    expect(receipts.resemblance(zh.join(''))).toEqual({ sure: false, maybe: [zh.join('')] })
    expect(receipts.resemblance(`回执：${zh.join('')}`).maybe).toContain(zh.join(''))
    for (const typed of [
      '你好',
      'Good morning, could I have three days off next week, please?',
      '1. 一般 2. 好 3. 不好',
      '',
    ]) {
      expect(receipts.resemblance(typed).sure, typed).toBe(false)
    }
  })
})
