import type { CaseFile, Department, SpeakUpBox, Topic } from '#domain'
import type { SpeakUpParts } from './parts.ts'

export function allTopics(parts: SpeakUpParts): readonly Topic[] {
  return parts.programs().boxes.flatMap(({ topics }) => topics)
}

/** The topic of a case; where its own is no longer defined, a strict one: whatever that one allowed is not known any more. */
export function topicOf(parts: SpeakUpParts, file: Pick<CaseFile, 'topic'>): Topic {
  const topics = allTopics(parts)
  const [first] = topics
  if (!first) throw new Error('the speak-up box has no topics')
  return topics.find((topic) => topic.id === file.topic) ?? undefinedTopic(file.topic, first)
}

/** Stands for a topic that is no longer defined: with the coordinator alone, in no channel. */
function undefinedTopic(id: string, { keepDays, clock }: Topic): Topic {
  return {
    id,
    title: { 'zh-CN': '（类别已不再定义）', en: '(topic no longer defined)' },
    show: 'stub',
    handlers: 'coordinator',
    channel: '',
    coordinator: null,
    notFor: [],
    named: false,
    keepDays,
    atOnce: false,
    clock,
    urgent: false,
  }
}

/** The box a case came by. */
export function boxOf(parts: SpeakUpParts, file: Pick<CaseFile, 'topic'>): SpeakUpBox {
  const { boxes } = parts.programs()
  return boxes.find(({ topics }) => topics.some(({ id }) => id === file.topic)) ?? boxNamed(parts, undefined)
}

/** The department a case was passed to; null where it was passed to none, or that one is no longer defined. */
export function departmentOf(parts: SpeakUpParts, file: CaseFile): Department | null {
  return boxOf(parts, file).departments.find(({ id }) => id === file.department) ?? null
}

/** Whether a coordinator stands between the author and whoever answers. */
export function isCoordinated(parts: SpeakUpParts, file: CaseFile): boolean {
  return file.appealOf === null && topicOf(parts, file).coordinator !== null
}

/** The box of that name; the first where there is none of it. */
export function boxNamed(parts: SpeakUpParts, id: string | undefined): SpeakUpBox {
  const { boxes } = parts.programs()
  const found = boxes.find((box) => box.id === id) ?? boxes[0]
  if (!found) throw new Error('there is no speak-up box')
  return found
}
