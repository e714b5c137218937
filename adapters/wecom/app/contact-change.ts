import type { DirectoryChange } from '#core'
import { textOf, type Xml } from './read-xml.ts'

const OF_PEOPLE = new Set(['create_user', 'update_user', 'delete_user'])
/** A department has another name: a new one has nobody in it yet, and one that is deleted is empty. */
const OF_DEPARTMENTS = 'update_party'

/** Whom a change of the contacts concerns; null for everything else. What has changed is not looked at: it is read. */
export function contactChange({ MsgType, Event, ChangeType, UserID, NewUserID }: Xml): DirectoryChange | null {
  if (MsgType !== 'event' || Event !== 'change_contact') return null
  if (ChangeType === OF_DEPARTMENTS) return 'all'
  if (!OF_PEOPLE.has(String(ChangeType))) return null
  const userIds = [textOf(UserID), textOf(NewUserID)].filter((id) => id !== null)
  return userIds.length > 0 ? userIds : 'all'
}
