import { act, Refusal, readPlace } from './api.js'
import { element, find, languageOf } from './element.js'
import { formField } from './form-field.js'
import { formReview } from './form-review.js'
import { faultsOf, fieldsOf, stepCount, stepTitles } from './form-walk.js'
import { words } from './language.js'

/**
 * @typedef {import('./api.js').Message} Message
 * @typedef {import('./api.js').Form} Form
 * @typedef {{ message: Message, form: Form, person: import('./api.js').Person }} Opened
 * @typedef {object} DialogParts
 * @property {import('./form-draft.js').FormDrafts} drafts
 * @property {() => string} today the company's date
 * @property {() => void} closed
 * @property {() => Promise<void>} submitted
 */

/** The dialog in which a private form is filled in, step by step. */
export class FormDialog {
  #parts
  #dialog = /** @type {HTMLDialogElement} */ (find('#form-dialog'))
  #next = /** @type {HTMLButtonElement} */ (find('.form-next'))
  #back = find('.form-back')
  #body = find('.form-body')
  /** @type {Opened | null} */
  #opened = null
  /** @type {Record<string, string>} */
  #faults = {}
  /** Somebody who changes one answer from the last look goes back there. */
  #fromReview = false
  #busy = false

  /** @param {DialogParts} parts */
  constructor(parts) {
    this.#parts = parts
    find('form', this.#dialog).addEventListener('submit', (event) => {
      event.preventDefault()
      void this.#forward()
    })
    this.#back.addEventListener('click', () => this.#goTo(this.#draft().step - 1))
    find('.form-close').addEventListener('click', () => this.#dialog.close())
    this.#dialog.addEventListener('close', () => {
      this.#opened = null
      this.#body.replaceChildren()
      parts.closed()
    })
  }

  get isOpen() {
    return this.#dialog.open
  }

  /** @param {Message} message @param {import('./api.js').Person} person whose form it is */
  open(message, person) {
    const form = message.card?.form
    if (!form || this.isOpen) return
    this.#opened = { message, form, person }
    this.#faults = {}
    this.#fromReview = false
    this.render()
    this.#dialog.showModal()
    find('#form-title').focus()
  }

  render() {
    if (!this.#opened) return
    const { form, message, person } = this.#opened
    const title = message.card?.title ?? ''
    find('#form-title').textContent = title
    this.#dialog.lang = languageOf(title)
    find('.form-whose span').textContent = words().formWhose(person.name)
    this.#renderStep(form)
  }

  #draft() {
    return this.#opened ? this.#parts.drafts.of(this.#opened.message) : { values: {}, step: 0 }
  }

  /** @param {Form} form */
  #renderStep(form) {
    const { values, step } = this.#draft()
    const titles = stepTitles(form)
    const reviewing = step === stepCount(form)
    const last = step === titles.length - 1
    const text = words()

    const steps = find('.form-steps')
    steps.hidden = titles.length < 2
    steps.replaceChildren(
      ...titles.map((title, index) =>
        element(
          'li',
          { class: index < step ? 'done' : '', 'aria-current': index === step ? 'step' : null },
          element('span', { class: 'step-number', 'aria-hidden': 'true' }, index < step ? '✓' : String(index + 1)),
          element('span', { class: 'step-title' }, title || text.step(index + 1, titles.length)),
        ),
      ),
    )
    this.#body.setAttribute(
      'aria-label',
      titles.length < 2 ? form.submit : `${text.step(step + 1, titles.length)} ${titles[step]}`,
    )
    this.#body.replaceChildren(
      ...(reviewing
        ? [formReview(form, values, (field) => this.#change(field))]
        : fieldsOf(form, step).map((field) =>
            formField(field, {
              value: values[field.name] ?? '',
              fault: this.#faults[field.name],
              enter: (value) => {
                values[field.name] = value
                delete this.#faults[field.name]
              },
              today: this.#parts.today(),
            }),
          )),
    )
    this.#body.scrollTop = 0
    this.#back.hidden = step === 0
    this.#next.textContent = last ? form.submit : this.#fromReview ? text.toReview : text.next
    this.#say('')
  }

  /** @param {number} step */
  #goTo(step) {
    if (!this.#opened) return
    const { form } = this.#opened
    this.#draft().step = Math.min(Math.max(step, 0), stepTitles(form).length - 1)
    this.#renderStep(form)
    this.#body.tabIndex = -1
    this.#body.focus()
  }

  /** @param {import('./api.js').Field} field */
  #change(field) {
    this.#fromReview = true
    this.#goTo(field.step)
    this.#focusField(field.name)
  }

  async #forward() {
    if (!this.#opened || this.#busy) return
    const { form } = this.#opened
    const { step, values } = this.#draft()
    const faults = faultsOf(fieldsOf(form, step), values)
    if (Object.keys(faults).length > 0) return this.#show(faults)
    if (step === stepTitles(form).length - 1) return this.#submit(this.#opened)
    this.#goTo(this.#fromReview ? stepCount(form) : step + 1)
    this.#fromReview = false
  }

  /** @param {Opened} opened */
  async #submit({ message, form, person }) {
    const { values } = this.#draft()
    const missing = faultsOf(form.fields, values)
    if (Object.keys(missing).length > 0) return this.#show(missing)
    this.#setBusy(true)
    try {
      await act({ from: person.id, form: { messageId: message.id, values } })
    } catch (error) {
      if (!(error instanceof Refusal)) return this.#say(words().unreachable)
      if (Object.keys(error.fields).length > 0) {
        await this.#lookAgain()
        return this.#show(error.fields)
      }
      return this.#say(error.message)
    } finally {
      this.#setBusy(false)
    }
    this.#parts.drafts.forget(message)
    this.#dialog.close()
    await this.#parts.submitted()
  }

  /** An answer may have opened questions that the form did not show. */
  async #lookAgain() {
    const opened = this.#opened
    if (!opened) return
    const { messages } = await readPlace(`dm:${opened.person.id}`)
    const message = messages.find(({ id }) => id === opened.message.id)
    if (message?.card?.form) this.#opened = { ...opened, form: message.card.form }
  }

  /**
   * Goes to the first faulty field, with the sentence beside it and nothing lost.
   * @param {Record<string, string>} faults
   */
  #show(faults) {
    if (!this.#opened) return
    const { form } = this.#opened
    const first = form.fields.find(({ name }) => name in faults)
    if (!first) return this.#say(Object.values(faults).join('\n'))
    this.#draft().step = first.step
    this.#faults = faults
    this.#renderStep(form)
    this.#say(words().lookAtFields)
    this.#focusField(first.name)
  }

  /** @param {string} name */
  #focusField(name) {
    const field = this.#body.querySelector(`[data-field="${CSS.escape(name)}"]`)
    const control = field?.querySelector(':checked') ?? field?.querySelector('input, textarea, select')
    if (control instanceof HTMLElement) control.focus()
    field?.scrollIntoView({ block: 'nearest' })
  }

  /** @param {string} sentence */
  #say(sentence) {
    find('.form-fault', this.#dialog).textContent = sentence
  }

  /** @param {boolean} busy */
  #setBusy(busy) {
    this.#busy = busy
    this.#next.setAttribute('aria-busy', String(busy))
  }
}
