/**
 * The page works without this. With it, questions that depend on an answer follow at once, a text tells how much room
 * is left, and a form goes once, however often it is pressed.
 */

const form = document.querySelector('form')
const draft = /** @type {HTMLButtonElement | null} */ (document.querySelector('[data-draft]'))
const KEPT = 'hearback-scroll'

const faults = document.querySelector('.faults')
if (faults instanceof HTMLElement) faults.focus()

/** After an update the page is where it was. */
const kept = sessionStorage.getItem(KEPT)
sessionStorage.removeItem(KEPT)
if (kept !== null && !faults) scrollTo(0, Number(kept))

if (draft) {
  draft.hidden = true
  const hint = draft.previousElementSibling
  if (hint instanceof HTMLElement) hint.hidden = true
}

form?.addEventListener('change', (event) => {
  if (!(event.target instanceof HTMLElement) || !('live' in event.target.dataset) || !draft) return
  sessionStorage.setItem(KEPT, String(scrollY))
  form.requestSubmit(draft)
})

let gone = false
form?.addEventListener('submit', (event) => {
  if (gone) event.preventDefault()
  gone = true
})
addEventListener('pageshow', () => {
  gone = false
})

for (const field of document.querySelectorAll('[data-most]')) {
  if (!(field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement)) continue
  const most = Number(field.dataset.most)
  if (most < 100) continue
  const count = document.createElement('p')
  count.className = 'count'
  field.after(count)
  const show = () => {
    count.textContent = `${[...field.value].length} / ${most}`
  }
  field.addEventListener('input', show)
  show()
}
