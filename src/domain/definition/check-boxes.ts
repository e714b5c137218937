import type { SpeakUpBox } from '../case/topic.ts'
import type { Programs } from './programs.ts'
import type { ProgramsFault } from './programs-fault.ts'

/** The role that gives rewards out. */
export const REWARDS_ROLE = 'rewards'

/** Checks the roles that boxes name, and that no two boxes have the same topic or open at the same words. */
export function checkBoxes({ boxes, company }: Pick<Programs, 'boxes' | 'company'>): ProgramsFault[] {
  const faults: ProgramsFault[] = []
  const topics = new Map<string, SpeakUpBox>()
  const words = new Map<string, SpeakUpBox>()
  for (const box of boxes) {
    const definition = `speak_up:${box.id}`
    const role = (path: (string | number)[], name: string) => {
      if (name in company.roles || box.optional) return
      const text = { 'zh-CN': `company.yaml 里没有角色“${name}”`, en: `company.yaml has no role “${name}”` }
      faults.push({ definition, path, text })
    }
    const once = (seen: Map<string, SpeakUpBox>, name: string, path: (string | number)[]) => {
      const other = seen.get(name)
      const text = {
        'zh-CN': `“${name}”在信箱“${other?.id}”里已经有了`,
        en: `the box “${other?.id}” has “${name}” already`,
      }
      if (other) faults.push({ definition, path, text })
      seen.set(name, box)
    }
    for (const [index, topic] of box.topics.entries()) {
      role(['topics', index, 'handlers'], topic.handlers)
      if (topic.coordinator !== null) role(['topics', index, 'coordinator'], topic.coordinator)
      for (const [at, name] of topic.notFor.entries()) role(['topics', index, 'not_for', at], name)
      once(topics, topic.id, ['topics', index, 'id'])
    }
    for (const [index, department] of box.departments.entries()) {
      role(['departments', index, 'handlers'], department.handlers)
    }
    if (box.rewards.length > 0) role(['rewards'], REWARDS_ROLE)
    for (const [index, word] of box.words.entries()) once(words, word.toLowerCase(), ['words', index])
  }
  return faults
}
