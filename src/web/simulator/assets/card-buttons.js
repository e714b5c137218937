import { element } from './element.js'

/** @typedef {import('./api.js').Action} Action */

const STYLES = ['primary', 'danger']

/**
 * The buttons of a card. Those that do the same with different values are a choice and stand together; what follows
 * a choice steps back behind it.
 * @param {readonly Action[]} actions
 * @param {(action: Action, button: HTMLButtonElement) => void} tapped
 * @param {string} [about] what they belong to, where several have the same labels
 */
export function cardButtons(actions, tapped, about) {
  const groups = grouped(actions)
  return element(
    'div',
    { class: 'card-buttons', role: 'group', 'aria-label': about },
    ...groups.map((group, index) =>
      element(
        'div',
        { class: `button-row${isChoice(group) && index === 0 ? ' choice' : ''}` },
        ...group.map((action) => {
          const style = action.style && STYLES.includes(action.style) ? action.style : index > 0 ? 'quiet' : ''
          const button = element(
            'button',
            { type: 'button', class: `button ${style}`, 'data-action': `${action.actionId} ${action.value}` },
            action.label,
          )
          button.addEventListener('click', () => tapped(action, button))
          return button
        }),
      ),
    ),
  )
}

/** @param {readonly Action[]} actions @returns {Action[][]} */
function grouped(actions) {
  const leading = actions.findIndex(({ actionId }) => actionId !== actions[0]?.actionId)
  if (leading < 2) return [[...actions]]
  return [actions.slice(0, leading), actions.slice(leading)]
}

/** @param {readonly Action[]} group */
function isChoice(group) {
  return group.length > 1 && group.every(({ actionId }) => actionId === group[0]?.actionId)
}
