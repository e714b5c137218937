import { describe, expect, test } from 'vitest'
import { newPerson } from '#domain'
import { Play } from './play.ts'
import type { PlayedDirectory } from './played-platform.ts'
import { startBot } from './start-bot.ts'

const HR = 'E003'
const SALES = 'E006'
const LEAD = 'E004'
const XIN = { name: '李新', department: '仓储部', email: 'lixin@example.com', mobile: '13900139000' }

/** What every adapter with contacts must do as they change: at once, and without reading everybody. */
export function directoryContract(name: string, createPlatform: () => Promise<PlayedDirectory>): void {
  const begin = async () => {
    const platform = await createPlatform()
    const bot = await startBot(platform)
    const { contacts } = platform
    const readings = contacts.wholeReadings
    expect(readings).toBeGreaterThan(0)
    const settled = async (work: Promise<unknown>) => {
      const done = await work
      await bot.settled()
      // Everybody was read when the program began, and not since.
      expect(contacts.wholeReadings).toBe(readings)
      return done
    }
    const stores = bot.company.database
    const owner = async (account: string) => {
      const accounts = await stores.transaction(({ people }) => people.accounts())
      return accounts.find(({ userId }) => userId.toLowerCase() === account.toLowerCase())?.personId ?? null
    }
    const person = (id: string) => stores.transaction(({ people }) => people.get(id))
    const isKnown = async (account: string) => {
      const play = new Play(bot, platform.at(account))
      await play.say('帮助')
      return (await play.last()).buttons.length > 0
    }
    return { platform, bot, contacts, settled, owner, person, isKnown, hr: new Play(bot, platform.person(HR)) }
  }

  describe(`${name}: contacts that change`, () => {
    test('whoever joins is matched with the staff list at once, or is on it from now on', async () => {
      const { bot, contacts, settled, owner, person, isKnown } = await begin()
      const imported = newPerson({ id: 'E900', name: '赵六', email: 'zhaoliu@example.com', mobile: '13700137000' })
      await bot.company.database.transaction(({ people }) => people.put([imported]))
      const known = { name: 'Zhao Liu', department: '仓储部', email: imported.email, mobile: '+86 13700137000' }
      const zhao = String(await settled(contacts.join(known)))
      expect(await owner(zhao)).toBe('E900')

      const xin = String(await settled(contacts.join(XIN)))
      const made = (await owner(xin)) ?? ''
      expect(await person(made)).toMatchObject({ name: '李新', leftOn: null })
      if (contacts.tellsDepartments) expect(await person(made)).toMatchObject({ department: '仓储部' })
      expect(await isKnown(xin)).toBe(true)
    })

    test('a doubtful one is put to HR', async () => {
      const { contacts, settled, owner, hr, person } = await begin()
      const namesake = (await person(SALES))?.name ?? ''
      const account = String(await settled(contacts.join({ ...XIN, name: namesake })))
      expect(await owner(account)).toBeNull()
      await hr.say('核对名单')
      expect((await hr.last()).text).toContain(namesake)
      await hr.choose('是新的人')
      expect(await owner(account)).not.toBeNull()
    })

    test('a new name, department and number stand in the staff list at once', async () => {
      const { contacts, settled, owner, person } = await begin()
      const xin = String(await settled(contacts.join(XIN)))
      await settled(contacts.change(xin, { name: '李新新', department: '采购部', mobile: '13500135000' }))
      expect(await person((await owner(xin)) ?? '')).toMatchObject({
        name: '李新新',
        // Slack knows no departments, and a number in a profile is no proof.
        ...(contacts.tellsDepartments && { department: '采购部', mobile: '13500135000' }),
      })
    })

    test('whoever leaves is noticed at once; a person from a file is asked about', async () => {
      const { platform, bot, contacts, settled, owner, person, isKnown, hr } = await begin()
      const xin = String(await settled(contacts.join(XIN)))
      const made = (await owner(xin)) ?? ''
      expect(await isKnown(xin)).toBe(true)
      await settled(contacts.leave(xin))
      expect(await person(made)).toMatchObject({ leftOn: '2026-03-10' })
      expect(await owner(xin)).toBeNull()

      const sales = platform.account(SALES)
      await settled(contacts.leave(sales))
      expect(await owner(sales)).toBeNull()
      expect(await person(SALES)).toMatchObject({ leftOn: null })
      await hr.say('核对名单')
      const who = (await person(SALES))?.name ?? ''
      expect((await hr.last()).text).toContain(who)
      await hr.choose('已离职')
      expect(await person(SALES)).toMatchObject({ leftOn: '2026-03-10' })
      // Their customers are somebody else's from now on.
      const lead = new Play(bot, platform.person(LEAD))
      await lead.say('我的跟进')
      expect((await lead.last()).text).toContain('青禾餐饮')
    })

    test('told again, and of people nobody knows, it changes nothing', async () => {
      const { platform, bot, contacts, settled, owner } = await begin()
      const xin = String(await settled(contacts.join(XIN)))
      await settled(contacts.change(xin, { name: '李新新' }))
      const gone = String(
        await settled(contacts.join({ ...XIN, name: '过客', email: 'x@example.com', mobile: '13600136000' })),
      )
      await settled(contacts.leave(gone))
      const all = () =>
        bot.company.database.transaction(async ({ people, directory, outbox }) => ({
          people: await people.all(),
          accounts: await people.accounts(),
          waiting: await directory.waiting(),
          owed: await outbox.backlog(Number.MAX_SAFE_INTEGER),
        }))
      const before = await all()
      expect(await owner(gone)).toBeNull()
      await settled(platform.redeliver())
      expect(await all()).toEqual(before)
      await bot.restart()
      await settled(platform.redeliver())
      expect(await all()).toEqual(before)
    })
  })
}
