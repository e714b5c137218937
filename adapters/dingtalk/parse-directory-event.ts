import type { DirectoryChange } from '#core'
import { fieldsOf } from './read.ts'

/** Somebody came, was changed, left, or has begun to use DingTalk here. */
const OF_PEOPLE = new Set(['user_add_org', 'user_modify_org', 'user_leave_org', 'user_active_org'])
/** A department has another name: a new one has nobody in it yet, and whoever was moved out of an old one is named by themselves. */
const OF_DEPARTMENTS = 'org_dept_modify'

/** Whom an event of the contacts concerns; null for events of anything else. */
export function parseDirectoryEvent(eventType: string, data: string): DirectoryChange | null {
  if (eventType === OF_DEPARTMENTS) return 'all'
  if (!OF_PEOPLE.has(eventType)) return null
  const { userId, UserId = userId } = fieldsOf(data) ?? {}
  const named: unknown[] = Array.isArray(UserId) ? UserId : [UserId]
  const userIds = named.filter((id) => typeof id === 'string' && id !== '') as string[]
  return userIds.length > 0 ? userIds : 'all'
}
