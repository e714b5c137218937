/** @typedef {import('./api.js').Person} Person */
/** @typedef {ReturnType<typeof import('./language.js').words>} Words */

/**
 * What there is to try for a person: as HR, as somebody in sales, as anybody.
 * @param {Person} person
 * @param {Words} words
 */
export function lessonFor({ roles }, words) {
  if (roles.includes('hr')) return words.teachHr
  if (roles.includes('sales') || roles.includes('sales_lead')) return words.teachSales
  return words.teachEmployee
}

/**
 * Words to say at a tap, in the person's language.
 * @param {Person} person
 * @param {string} place
 * @param {Words} words
 */
export function suggestionsFor(person, place, words) {
  const lesson = lessonFor(person, words)
  const said = lesson.tips.map(([word = '']) => word)
  if (place.startsWith('channel:')) return lesson === words.teachHr ? said : []
  const { tips } = words.teachEmployee
  // Help comes first, and everybody can speak up.
  const [speakUp = '', help = ''] = tips.map(([word = '']) => word)
  return [...new Set([help, ...said, speakUp])]
}
