import { element } from './element.js'

/**
 * A small horizontal bar chart. Label and number are text, so the bars themselves need not be read out.
 * @param {readonly import('./api.js').Bar[]} bars
 */
export function barChart(bars) {
  return element(
    'ul',
    { class: 'bars' },
    ...bars.map(({ label, count, share }) => {
      const track = element(
        'span',
        { class: 'bar-track', 'aria-hidden': 'true' },
        element('span', { class: 'bar-fill' }),
      )
      track.style.setProperty('--share', String(Math.min(1, Math.max(0, share))))
      return element(
        'li',
        { class: count === 0 ? 'bar-row none' : 'bar-row' },
        element('span', { class: 'bar-label' }, label),
        track,
        element('span', { class: 'bar-count' }, `${count} · ${Math.round(share * 100)}%`),
      )
    }),
  )
}
