import { type DueWork, keyFrom, type Say } from '#core'
import { localeOf } from '#domain'
import type { Stores, SurveyParts } from './parts.ts'
import { words } from './words.ts'

/** Asks once about a form that was put off. */
export function runNudges(parts: SurveyParts): DueWork<Stores> {
  return {
    name: 'survey-nudges',
    due: (stores, now, limit) => stores.conversations.dueNudges(now, limit),
    next: (stores) => stores.conversations.nextNudge(),

    async run(stores, id, now) {
      const conversation = await stores.conversations.get(id)
      if (!conversation || conversation.nudgeAt === null || conversation.nudgeAt > now) return []
      await stores.conversations.save({ ...conversation, nudgeAt: null }, conversation.revision)
      const form = await parts.pinned.read(stores.forms, conversation.content)
      const person = await stores.people.get(conversation.person)
      if (!form || !person || person.leftOn !== null) return []
      const locale = localeOf(person, await stores.people.chosenLocale(person.id), parts.programs().company.language)
      const text = words(locale)
      const say: Say = {
        key: keyFrom(parts.digest, 'nudge', id, String(conversation.revision)),
        since: conversation.nudgeAt,
        to: { kind: 'person', person: person.id },
        class: 'greeting',
        content: {
          kind: 'message',
          message: {
            text: text.nudge(form.title[locale]),
            actions: [
              { id: 'survey.continue', label: text.resume, value: id, style: 'primary' },
              { id: 'survey.discard', label: text.discard, value: id, style: 'danger' },
            ],
          },
        },
      }
      return [say]
    },
  }
}
