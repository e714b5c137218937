import { element } from './element.js'

const BULLET = /^· /

/**
 * A text of a form: its first line leads, lines with a dot are a list. The receipt gets a place of its own.
 * @param {import('./api.js').Field} field
 */
export function statement({ name, label }) {
  if (name === 'receipt') return receipt(label)
  const lines = label.split('\n')
  const [head = '', ...rest] = lines
  if (rest.length === 0) return element('div', { class: 'statement' }, element('p', {}, head))
  return element(
    'div',
    { class: name.startsWith('entry_') ? 'statement entry' : 'statement' },
    element('p', { class: 'statement-head' }, head),
    ...paragraphs(rest),
  )
}

/** @param {string[]} lines */
function paragraphs(lines) {
  /** @type {HTMLElement[]} */
  const parts = []
  for (const line of lines) {
    const last = parts.at(-1)
    if (BULLET.test(line)) {
      const list = last?.tagName === 'UL' ? last : element('ul')
      if (list !== last) parts.push(list)
      list.append(element('li', {}, line.replace(BULLET, '')))
    } else if (last?.tagName === 'P') last.append(`\n${line}`)
    else parts.push(element('p', {}, line))
  }
  return parts
}

/** Twelve words to be copied by hand: numbered, large, far enough apart to keep one's place. @param {string} label */
function receipt(label) {
  const lines = label.split('\n')
  const words = [...(lines.at(-1) ?? '').matchAll(/(\d+)\s+(\S+)/gu)].map(([, number = '', word = '']) => ({
    number,
    word,
  }))
  if (words.length < 2) return element('div', { class: 'statement' }, element('p', {}, label))
  return element(
    'div',
    { class: 'receipt' },
    element('p', { class: 'receipt-text' }, lines.slice(0, -1).join('\n')),
    element(
      'ol',
      { class: words.some(({ word }) => word.length > 2) ? 'receipt-words latin' : 'receipt-words' },
      ...words.map(({ number, word }) =>
        element('li', {}, element('span', { class: 'receipt-number' }, number), element('b', {}, word)),
      ),
    ),
  )
}
