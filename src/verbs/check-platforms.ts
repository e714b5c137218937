import { type Adapter, type Finding, loggable } from '#core'
import type { Presentation } from '#domain'
import { CONFIRMED, syncedSetting, tellsOfChanges, withheldSetting } from '#jobs'
import { systemRandom } from '#vault'
import type { CompanyData } from '../company-data.ts'
import type { Config } from '../config.ts'
import { note, ok, wrong } from '../doctor/finding.ts'
import { createLog } from '../log.ts'
import { type LoadAdapters, loadAdapters, WORKSPACE } from '../platforms.ts'

/** Whether every platform in use can be reached and is set right, what it cannot show, and how its directory stands. */
export async function checkPlatforms(
  config: Config,
  company: CompanyData,
  load: LoadAdapters = (parts) => loadAdapters(config.platforms, parts),
): Promise<Finding[]> {
  const { database, clock } = company
  const log = createLog('silent')
  const parts = { workspace: WORKSPACE, database, clock, random: systemRandom, log, publicUrl: config.publicUrl }
  const adapters = await load({ ...parts, onServerDate: () => {} })
  const findings: Finding[] = []
  for (const adapter of adapters) {
    findings.push(...(await ask(adapter, config)), ...firstWord(adapter, config), ...pageFor(adapter, config))
    findings.push(...byTag(adapter, config, company))
    const notes = company.programs.notesFor(presentation(adapter))
    findings.push(...notes.map(note))
    if ((await database.pending()).length === 0) findings.push(...(await directory(adapter, config, company)))
  }
  return findings
}

async function ask(adapter: Adapter, { locale }: Config): Promise<readonly Finding[]> {
  try {
    return (await adapter.check?.(locale)) ?? []
  } catch (error) {
    return [wrong(`${adapter.platform}: ${loggable(error).code}`)]
  }
}

/** Whom the platform does not let us write to. */
function firstWord({ platform, capabilities }: Adapter, { locale }: Config): Finding[] {
  if (capabilities.proactive) return []
  const text =
    locale === 'zh-CN'
      ? `${platform}：只能给先和机器人说过话的人发消息。请让每位同事先给机器人发一句“帮助”，不然提醒和问卷到不了。`
      : `${platform}: only those who have written to the bot can be written to. Ask everybody to say “help” to it once; reminders and surveys do not reach the others.`
  return [note(text)]
}

/** How a case is answered in a channel in which nothing can be said under a message. */
function byTag({ platform, capabilities }: Adapter, { locale }: Config, { programs }: CompanyData): Finding[] {
  const bound = Object.values(programs.current().company.channels).some((one) => one.startsWith(`${platform}:`))
  if (capabilities.threads || !bound) return []
  const text =
    locale === 'zh-CN'
      ? `${platform} 没有话题：频道里的来信用按钮答复，或者 @机器人 加来信旁边的两个字和答复。`
      : `${platform} has no threads: a case in a channel is answered by its buttons, or with @ the bot, the tag of the case and the text.`
  return [ok(text)]
}

function pageFor({ platform, capabilities }: Adapter, { locale, publicUrl }: Config): Finding[] {
  if (capabilities.sheet || publicUrl !== null) return []
  const text =
    locale === 'zh-CN'
      ? `${platform} 里打不开表单，需要网页：请把 PUBLIC_URL 设成员工能打开的地址。`
      : `${platform} shows no private forms; their pages are needed: set PUBLIC_URL to an address that staff can open.`
  return [wrong(text)]
}

function presentation({ platform, capabilities }: Adapter): Presentation {
  const { buttons, titleMax, textMax, sheet } = capabilities
  return { platform, buttons, titleMax, textMax, sheet }
}

async function directory(
  { platform, ...adapter }: Adapter,
  { locale }: Config,
  company: CompanyData,
): Promise<Finding[]> {
  if (!adapter.directory) return []
  const zh = locale === 'zh-CN'
  const { synced, withheld, waiting, told } = await company.database.transaction(async (stores) => ({
    told: await tellsOfChanges(stores.settings, platform, company.clock.now()),
    synced: await stores.settings.get(syncedSetting(platform)),
    withheld: await stores.settings.get(withheldSetting(platform)),
    waiting: (await stores.directory.waiting()).filter((entry) => entry.platform === platform).length,
  }))
  if (synced === null) {
    return [note(zh ? `${platform} 的通讯录还没有读过。` : `The directory of ${platform} has not been read yet.`)]
  }
  const when = new Date(Number(synced)).toISOString()
  const read: Finding[] = [
    ok(zh ? `${platform} 的通讯录读于 ${when}` : `directory of ${platform}: read at ${when}`),
    told
      ? ok(zh ? `${platform} 通讯录的变动会马上通知过来` : `${platform} tells at once what changes in it`)
      : note(
          zh
            ? `${platform} 这一周没有通知过通讯录的变动，所以每小时整个读一遍：没有勾选事件的话，请照 docs/${platform}.zh-CN.md 勾选。`
            : `${platform} has told of no change in it for a week, so it is read whole every hour: tick the events as docs/${platform}.md says, if they are not ticked.`,
        ),
  ]
  const doubtful: Finding[] =
    waiting === 0
      ? []
      : [
          note(
            zh
              ? `${platform}：${waiting} 个账号和名单对不上，请管理员或人事回复“核对名单”。`
              : `${platform}: ${waiting} accounts do not match the staff list; an administrator or HR should reply “review people”.`,
          ),
        ]
  if (withheld === null || withheld === CONFIRMED) return [...read, ...doubtful]
  const text = zh
    ? `${platform} 的通讯录里一天之内少的人太多了，还有 ${withheld} 人没有按离职处理：检查应用的可见范围，或回复“核对名单”确认。`
    : `too many people have gone from the directory of ${platform} within a day, and ${withheld} of them are still taken to be here: check what the app may see, or confirm it with “review people”.`
  return [...read, ...doubtful, wrong(text)]
}
