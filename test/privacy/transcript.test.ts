import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openVault } from '#vault'
import { Play } from '../contracts/adapter/play.ts'
import { startBot } from '../contracts/adapter/start-bot.ts'
import { dumpDatabase } from '../support/privacy/dump-database.ts'
import { measured } from '../support/privacy/measured.ts'
import { openReceiptForm, SAID, speakUpLife } from '../support/privacy/speak-up-life.ts'
import { TRAFFICS } from '../support/privacy/traffic.ts'

const ONE = 'E010'
const OTHER = 'E012'

describe.each(TRAFFICS)('what stands in the records of the platform: $name', ({ name, start }) => {
  /** One of them speaks up, comes back with the receipt and is answered; the other opens the same forms and sends nothing. */
  async function live(author: string, idle: string) {
    const heard = await start()
    const { platform } = heard
    const bot = await startBot(platform)
    const play = new Play(bot, platform.person(idle))
    await play.say('有话直说')
    await play.form()
    for (let times = 0; times < 2; times++) {
      await openReceiptForm(play)
    }
    const { receipt } = await speakUpLife(bot, platform, { author, way: 'none' })
    const tags = await tagsOf(bot)
    return { to: heard.to, all: heard.all(), counts: heard.counts(), receipt, tags }
  }

  test('whoever sends a form gets what whoever only opens it gets', async () => {
    const [first, second] = [await live(ONE, OTHER), await live(OTHER, ONE)]
    for (const person of [ONE, OTHER]) {
      expect(plain(first.to(person))).toEqual(plain(second.to(person)))
    }
    expect(first.counts).toEqual(second.counts)
    expect(first.all.length).toBeGreaterThan(0)
  })

  test('no message to an author holds a text, a reply, a receipt or a tag, and no message at all a receipt', async () => {
    const { to, all, receipt, tags } = await live(ONE, OTHER)
    const mine = to(ONE).join('\n')
    for (const text of Object.values(SAID)) expect(mine).not.toContain(text)
    expect(tags.length).toBe(2)
    for (const tag of tags) expect(mine).not.toContain(tag)
    expect(receipt).toHaveLength(12)
    const inARow = new RegExp(receipt.slice(0, 3).join('[^\\p{Script=Han}]{0,8}'), 'u')
    for (const said of all) expect(said).not.toMatch(inARow)
    measured('Records of the platforms', {
      platform: name,
      'messages and calls': all.length,
      'to the author': to(ONE).length,
      'with a text, receipt or tag': 0,
    })
    // The same look finds what a channel is shown.
    expect(all.join('\n')).toContain(SAID.text)
  })
})

/** Without what is random in them: sealed values, times, ids, marks of a message's own key. */
function plain(said: readonly string[]): string[] {
  return said.map((one) =>
    one
      .replace(/\p{Cf}|·[0-9a-z]{4}\b/gu, '')
      .replace(/[A-Za-z0-9_-]{32,}/g, 'sealed')
      .replace(/\b[0-9a-f]{16,}\b/g, 'id')
      .replace(/\d{10}\.\d{6}/g, 'ts'),
  )
}

async function tagsOf(bot: Awaited<ReturnType<typeof startBot>>): Promise<string[]> {
  const { tags } = await openVault(join(bot.home, 'keys'))
  const { case_file: rows = [] } = await dumpDatabase(`sqlite:${join(bot.home, 'test.sqlite')}`)
  return rows.flatMap((row) => {
    const [first = -1, second = -1] = (JSON.parse(row) as { tag: string }).tag.split(/\D+/).map(Number)
    return [tags.show([first, second], 'zh-CN'), tags.show([first, second], 'en')]
  })
}
