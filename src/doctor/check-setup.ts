import type { Finding } from '#core'
import { CODE_LASTS_MS, canSpeakUp, dateAt, hasAdministrator, mintCode, neededChannels, readCode } from '#domain'
import { digest, systemRandom } from '#vault'
import type { CompanyData } from '../company-data.ts'
import type { Config } from '../config.ts'
import { usesPlatform } from '../platform-settings.ts'
import { note, ok, wrong } from './finding.ts'

/** What a real company still lacks; for the first administrator a one-time code, of which only the hash is kept. */
export async function checkSetup(config: Config, { database, programs, clock }: CompanyData): Promise<Finding[]> {
  if (!usesPlatform(config.platforms) || (await database.pending()).length > 0) return []
  const zh = config.locale === 'zh-CN'
  const { company } = programs.current()
  const today = dateAt(clock.now(), company.timeZone)
  const people = await database.transaction((stores) => stores.people.all())
  const findings: Finding[] = []

  if (!hasAdministrator(company, people, today)) {
    const code = mintCode((limit) => systemRandom.below(limit))
    const now = clock.real()
    await database.transaction(({ setup }) => setup.addCode(digest(readCode(code)), 'admin', now + CODE_LASTS_MS, now))
    findings.push(
      wrong(
        zh
          ? `还没有管理员。请私聊机器人：管理员 ${code}（一小时内有效，只能用一次）`
          : `There is no administrator yet. Write to the bot directly: admin ${code} (works for an hour, once)`,
      ),
    )
    if (people.length === 0) {
      findings.push(
        note(
          zh
            ? '员工名单是空的：代码发过去，机器人会告诉您名单里该填哪个账号，导入之后再发一次。'
            : 'The staff list is empty: send the code all the same, and the bot tells which account your line of the list needs; import it and send the code again.',
        ),
      )
    }
  }
  for (const [channel, place] of Object.entries(company.channels)) {
    findings.push(ok(zh ? `频道 ${channel}：${place}` : `channel ${channel}: ${place}`))
  }
  for (const channel of neededChannels(programs.current()).filter((one) => !(one in company.channels))) {
    findings.push(
      wrong(
        zh
          ? `频道 ${channel} 还没有绑定：请管理员私聊机器人“绑定”。`
          : `The channel ${channel} is not bound: as an administrator write "bind" to the bot.`,
      ),
    )
  }
  const { channel } = company.returnWords
  if (!(channel in company.channels)) {
    findings.push(
      note(
        zh
          ? `回音词（没有留联系方式的来信人靠它知道有答复）只在菜单和首页里。要在一个频道里也定时列出，请绑定频道 ${channel}。`
          : `Return words, by which authors without an address learn of an answer, stand in the menu and the home only. To have them posted at their hours as well, bind the channel ${channel}.`,
      ),
    )
  }
  if (!canSpeakUp(company, people, today)) {
    findings.push(
      wrong(
        zh
          ? '“有话直说”没有开放：请管理员指定协调人和外部联系人（“任命 协调人 姓名”），不能是同一个人。'
          : 'Speaking up is closed until an administrator has named a coordinator and an outside person ("appoint coordinator NAME"), not one person for both.',
      ),
    )
  }
  return findings
}
