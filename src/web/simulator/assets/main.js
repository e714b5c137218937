import { appearance } from './appearance.js'
import { Company } from './company.js'
import { plainDate } from './dates.js'
import { find } from './element.js'
import { FormDialog } from './form-dialog.js'
import { FormDrafts } from './form-draft.js'
import { fillWords, onLanguage, words } from './language.js'
import { listen } from './live.js'
import { authorName } from './message-parts.js'
import { MovedStrip } from './moved-strip.js'
import { Screen } from './screen.js'
import { Travel } from './travel.js'
import { Unread } from './unread.js'

/** @typedef {import('./api.js').Message} Message */

const company = new Company()
const unread = new Unread(company)
const drafts = new FormDrafts()
const offline = find('#offline')

const dialog = new FormDialog({
  drafts,
  today: () => plainDate(company.now() ?? Date.now(), company.clock?.timeZone ?? 'UTC'),
  closed: () => screen.render(),
  submitted: () => company.refresh().catch(() => {}),
})
const screen = new Screen(company, unread, {
  openForm: (message, person) => dialog.open(message, person),
  isStarted: (message) => drafts.isStarted(message),
})
const strip = new MovedStrip(company, (place) => screen.show(place))
const travel = new Travel(company, (travelled) => strip.render(travelled))

let started = false

company.onChange((arrived) => {
  travel.render()
  strip.age()
  if (!started) return
  screen.render(arrived)
  openArrivedForm(arrived)
  announce(arrived)
})

onLanguage(() => {
  fillWords()
  travel.render()
  strip.translate()
  screen.render()
})

/** A private form that has just come for somebody on screen opens by itself. @param {Message[]} arrived */
function openArrivedForm(arrived) {
  for (const { person } of screen.visible()) {
    const who = company.person(person)
    const come = arrived.findLast((message) => message.in === `dm:${person}` && message.card?.form)
    if (who && come) return dialog.open(come, who)
  }
}

/** @param {Message[]} arrived */
function announce(arrived) {
  const lines = screen.visible().flatMap((column) => {
    const person = company.person(column.person)
    const heard = arrived.filter(({ in: at, from }) => at === column.place && from !== column.person)
    return heard.map((message) => words().said(person?.name ?? '', authorName(message, company), message.text))
  })
  if (lines.length > 0) find('#announcer').textContent = lines.join('\n')
}

function connect() {
  listen({
    changed: (newest) => void refresh(newest),
    lost() {
      offline.textContent = words().offline
      offline.hidden = false
    },
    back() {
      offline.hidden = true
    },
  })
}

/**
 * A read that fails is repeated by the next event; the connection tells whether the server is there.
 * @param {number} newest
 */
async function refresh(newest) {
  if (await company.isForgotten(newest).catch(() => false)) return location.reload()
  await company.refresh().catch(() => {})
  if (started || company.clock === null) return
  started = true
  screen.start()
  await company.refresh().catch(() => {})
  document.documentElement.dataset.ready = ''
}

fillWords()
appearance()
connect()
document.addEventListener('visibilitychange', () => started && screen.render())
