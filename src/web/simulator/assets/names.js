import { element, icon, languageOf } from './element.js'
import { words } from './language.js'

const HUES = 6

/** What a place is called. @param {string} place */
export function placeName(place) {
  if (place.startsWith('dm:')) return words().bot
  const name = place.slice('channel:'.length)
  return words().channels[name] ?? name
}

/** 研发部 · 工程师 @param {import('./api.js').Person} person */
export function postOf({ department, title }) {
  return [department, title].filter(Boolean).join(' · ')
}

/** A round with the short name: 小雨 of 林小雨, AM of Alice Martin. @param {import('./api.js').Person} person */
export function avatar({ id, name }) {
  const short = languageOf(name) === 'en' ? name.replace(/(\p{L})\S*\s*/gu, '$1').slice(0, 2) : name.slice(-2)
  const hue = [...id].reduce((sum, character) => sum + (character.codePointAt(0) ?? 0), 0) % HUES
  return element('span', { class: 'avatar', 'data-hue': hue, 'aria-hidden': 'true' }, short)
}

export function botAvatar() {
  const round = element('span', { class: 'avatar bot', 'aria-hidden': 'true' })
  const mark = icon('mark')
  mark.setAttribute('class', 'mark')
  round.append(mark)
  return round
}

/** @param {number} count */
export function badge(count) {
  if (count === 0) return null
  return element(
    'span',
    { class: 'badge' },
    element('span', { 'aria-hidden': 'true' }, count > 99 ? '99+' : String(count)),
    element('span', { class: 'unseen' }, words().unread(count)),
  )
}
