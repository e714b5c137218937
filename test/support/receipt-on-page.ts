import type { Page } from 'playwright-core'

/** Reads the receipt that the page of a form shows, and enters the two words of it that are asked for; answers its words. */
export async function confirmReceipt(page: Page): Promise<string[]> {
  const shown = (await page.locator('form').textContent()) ?? ''
  const words = [...shown.matchAll(/\d+ (\p{Script=Han})(?=\s|$)/gu)].map((match) => match[1] ?? '').slice(0, 12)
  const asked = [...shown.matchAll(/请填第 (\d+) 个字/g)].map((match) => Number(match[1]))
  for (const [index, field] of ['word_a', 'word_b'].entries()) {
    await page.locator(`[name="v.${field}"]`).fill(words[(asked[index] ?? 0) - 1] ?? '')
  }
  return words
}
