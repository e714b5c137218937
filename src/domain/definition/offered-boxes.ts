import type { SpeakUpBox } from '../case/topic.ts'
import type { Programs } from './programs.ts'

/** The boxes people are offered: all, save those whose answering roles the company has not given to anybody. */
export function offeredBoxes({ boxes, company }: Pick<Programs, 'boxes' | 'company'>): SpeakUpBox[] {
  const held = (name: string) => {
    const role = company.roles[name]
    return role !== undefined && role.people.length + role.departments.length > 0
  }
  return boxes.filter(({ optional, topics }) => !optional || topics.every(({ handlers }) => held(handlers)))
}
