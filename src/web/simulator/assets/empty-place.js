import { element } from './element.js'
import { words, wordsOf } from './language.js'
import { placeName } from './names.js'
import { lessonFor } from './suggestions.js'

/**
 * What an empty conversation teaches: what to try here, as this person. Tips are explained in the language of the
 * page and said in the person's own.
 * @param {import('./api.js').Person} person
 * @param {string} place
 * @param {(word: string) => void} say
 */
export function emptyPlace(person, place, say) {
  const text = words()
  if (place.startsWith('channel:')) {
    return element(
      'div',
      { class: 'empty' },
      element('h3', {}, text.emptyChannel(placeName(place))),
      element('p', {}, place === 'channel:hr' ? text.teachHrChannel : text.teachChannel),
    )
  }
  const lesson = lessonFor(person, text)
  const spoken = lessonFor(person, wordsOf(person.locale)).tips
  return element(
    'div',
    { class: 'empty' },
    element('h3', {}, text.tryAs(person.name)),
    element('p', {}, lesson.lead),
    element(
      'ul',
      { class: 'tips' },
      ...lesson.tips.map(([, what = ''], index) => {
        const word = spoken[index]?.[0] ?? ''
        return element(
          'li',
          {},
          element(
            'button',
            { type: 'button', class: 'tip', onclick: () => say(word) },
            element('b', { lang: person.locale }, word),
            element('span', {}, what),
          ),
        )
      }),
    ),
    lesson === text.teachSales && element('p', { class: 'empty-note' }, text.teachTime),
  )
}
