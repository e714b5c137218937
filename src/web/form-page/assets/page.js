/**
 * The page works without this. With it, questions that depend on an answer follow at once, a text tells how much room
 * is left, and a form goes once, however often it is pressed.
 */

const form = document.querySelector('form')
const draft = /** @type {HTMLButtonElement | null} */ (document.querySelector('[data-draft]'))

const faults = document.querySelector('.faults')
if (faults instanceof HTMLElement) faults.focus()

if (form && draft) {
  draft.hidden = true
  const hint = draft.previousElementSibling
  if (hint instanceof HTMLElement) hint.hidden = true
  form.addEventListener('change', (event) => {
    if (event.target instanceof HTMLElement && 'live' in event.target.dataset) void follow(form)
  })
}

let gone = false
form?.addEventListener('submit', (event) => {
  if (gone) event.preventDefault()
  gone = true
})
addEventListener('pageshow', () => {
  gone = false
})

for (const field of document.querySelectorAll('[data-most]')) countDown(field)

/**
 * Asks for the questions that belong to the answers, and shows them in the place of those that stood there; what is
 * entered meanwhile stays. Without an answer the form stays as it is: handing it in asks for what is missing.
 * @param {HTMLFormElement} form
 */
async function follow(form) {
  const sent = new FormData(form)
  sent.set('_do', 'draft')
  const response = await fetch(form.action, { method: 'POST', body: asText(sent) }).catch(() => null)
  if (!response?.ok) return
  const answer = new DOMParser().parseFromString(await response.text(), 'text/html')
  const fresh = [...answer.querySelectorAll('form section')]
  const standing = [...form.querySelectorAll('section')]
  if (fresh.length !== standing.length) return
  const entered = new FormData(form)
  const focused = document.activeElement
  for (const [index, section] of standing.entries()) {
    const next = fresh[index]
    if (next instanceof HTMLElement) takeOver(section, next)
  }
  for (const field of form.querySelectorAll('[data-most]:not([data-counted])')) countDown(field)
  restore(form, entered)
  if (focused instanceof HTMLElement && focused.isConnected) focused.focus({ preventScroll: true })
}

/**
 * Only what differs is exchanged, so that nobody loses the place where they are writing.
 * @param {HTMLElement} section
 * @param {HTMLElement} next
 */
function takeOver(section, next) {
  const known = new Map([...section.children].map((child) => [keyOf(child), child]))
  const wanted = [...next.children].map((child) => known.get(keyOf(child)) ?? child)
  for (const [key, child] of known) if (!wanted.includes(child) || key === '') child.remove()
  for (const child of wanted) section.append(child)
}

/** A question is known by the name of its field. @param {Element} child */
function keyOf(child) {
  return child.querySelector('[name]')?.getAttribute('name') ?? child.textContent ?? ''
}

/**
 * @param {HTMLFormElement} form
 * @param {FormData} entered
 */
function restore(form, entered) {
  for (const control of form.elements) {
    if (control instanceof HTMLTextAreaElement || control instanceof HTMLSelectElement) {
      const value = entered.get(control.name)
      if (typeof value === 'string') control.value = value
    } else if (control instanceof HTMLInputElement) {
      if (control.type === 'radio' || control.type === 'checkbox') {
        control.checked = entered.getAll(control.name).includes(control.value)
      } else {
        const value = entered.get(control.name)
        if (typeof value === 'string') control.value = value
      }
    }
  }
}

/** @param {FormData} data */
function asText(data) {
  const text = new URLSearchParams()
  for (const [name, value] of data) if (typeof value === 'string') text.append(name, value)
  return text
}

/** @param {Element} field */
function countDown(field) {
  if (!(field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement)) return
  field.dataset.counted = ''
  const most = Number(field.dataset.most)
  if (most < 100) return
  const count = document.createElement('p')
  count.className = 'count'
  field.after(count)
  const show = () => {
    count.textContent = `${[...field.value].length} / ${most}`
  }
  field.addEventListener('input', show)
  show()
}
