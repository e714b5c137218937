import type { CaseFile, SpeakUpBox, Topic } from '#domain'
import type { SpeakUpParts } from './parts.ts'

export function allTopics(parts: SpeakUpParts): readonly Topic[] {
  return parts.programs().boxes.flatMap(({ topics }) => topics)
}

/** The topic of a case; the first of all where its own is no longer defined. */
export function topicOf(parts: SpeakUpParts, file: Pick<CaseFile, 'topic'>): Topic {
  const topics = allTopics(parts)
  const found = topics.find((topic) => topic.id === file.topic) ?? topics[0]
  if (!found) throw new Error('the speak-up box has no topics')
  return found
}

/** The box of that name; the first where there is none of it. */
export function boxNamed(parts: SpeakUpParts, id: string | undefined): SpeakUpBox {
  const { boxes } = parts.programs()
  const found = boxes.find((box) => box.id === id) ?? boxes[0]
  if (!found) throw new Error('there is no speak-up box')
  return found
}
