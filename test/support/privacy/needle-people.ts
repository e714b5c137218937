import type { Stores } from '#db'
import { newPerson } from '#domain'
import type { PlayedPlatform } from '../../contracts/adapter/played-platform.ts'

/** Two people alike but for who they are; long values, so that no needle occurs by chance. */
export const PEOPLE = {
  first: {
    id: 'staff5b1f77c2first',
    name: '欧阳晓峰甲',
    email: 'first-5b1f77c2@needle.example',
    mobile: '19911112222333',
  },
  other: {
    id: 'staffc03d94aeother',
    name: '欧阳晓峰乙',
    email: 'other-c03d94ae@needle.example',
    mobile: '19944445555666',
  },
} as const

export type Who = keyof typeof PEOPLE

/** Puts both on the staff list, with an account each. */
export async function employ(stores: Stores, platform: PlayedPlatform, workspace: string): Promise<void> {
  await stores.people.put(
    Object.values(PEOPLE).map((person) => ({
      ...newPerson({ ...person, joinedOn: '2020-01-01', department: '市场部' }),
      ...person,
    })),
  )
  await stores.people.link(
    Object.values(PEOPLE).map(({ id }) => ({
      platform: platform.platform,
      workspace,
      userId: platform.account(id),
      personId: id,
    })),
  )
}
