import { html } from 'hono/html'
import type { Field, FormPage, Locale, Sheet } from '#core'
import { chosenOf, fieldView } from './field.ts'
import { nameOf } from './field-names.ts'
import { pictureFields } from './form-files.ts'
import { carriedInputs, pictureReview } from './pictures.ts'
import { words } from './words.ts'

type Content = ReturnType<typeof html>
type Form = Extract<FormPage, { kind: 'form' }>

/** The form as it stands, to be filled in. */
export function formView(form: Form) {
  const { sheet, ticket, locale, carried } = form
  const text = words(locale)
  const errors = { ...form.errors, ...pictureErrors(form) }
  const fields = fieldsOf(sheet)
  const named = fields.filter((field) => field.name in errors)
  const others = Object.entries(errors).filter(([name]) => !fields.some((field) => field.name === name))
  const fault =
    Object.keys(errors).length === 0
      ? ''
      : html`<div class="faults" role="alert" tabindex="-1">
          <p>${text.faults}</p>
          <ul>
            ${named.map((field) => html`<li><a href="#field-${field.name}">${firstLine(field.label)}</a></li>`)}
            ${others.map(([, sentence]) => html`<li>${sentence}</li>`)}
          </ul>
        </div>`
  const live = fields.some((field) => field.live)
  const fillable = fields.some(({ kind }) => kind !== 'statement' && kind !== 'link')
  const body = html`<form method="post" action="/f/${ticket}" ${encoding(sheet)} novalidate>
    ${fault}
    ${sheet.steps.map(
      (step) =>
        html`<section>
          ${step.title ? html`<h2>${step.title}</h2>` : ''}
          ${step.fields.map((field) =>
            fieldView({ field, locale, error: errors[field.name], carried: carried[field.name] ?? [] }),
          )}
        </section>`,
    )}
    ${
      fillable
        ? html`<div class="foot">
      ${
        live
          ? html`<p class="hint">${text.moreHint}</p>
              <button type="submit" class="quiet" name="_do" value="draft" data-draft>${text.more}</button>`
          : ''
      }
      <button type="submit" class="primary" name="_do" value="${sheet.review ? 'check' : 'send'}">
        ${sheet.review ? text.check : sheet.submit}
      </button>
    </div>`
        : ''
    }
  </form>`
  return document(
    locale,
    sheet.title,
    html`<p class="private">${text.private}</p>
    ${body}`,
  )
}

/** Everything once more, before it goes. */
export function reviewView({ sheet, ticket, locale, carried }: Form) {
  const text = words(locale)
  const entered = fieldsOf(sheet).filter(({ kind }) => kind !== 'statement' && kind !== 'link')
  const fields = entered.filter((field) => !field.confirms)
  const looks = entered.filter((field) => field.confirms)
  const body = html`<p>${sheet.review}</p>
    ${looks.map((field) => html`<div class="look" role="note">${field.label}</div>`)}
    <dl class="review">
      ${fields.map(
        (field) =>
          html`<dt>${field.label}</dt><dd>${
            field.kind === 'pictures' ? pictureReview(carried[field.name] ?? [], locale) : shown(field) || text.notGiven
          }</dd>`,
      )}
    </dl>
    <form method="post" action="/f/${ticket}" ${encoding(sheet)}>
      ${fields.flatMap((field) =>
        chosenOf(field).map((value) => html`<input type="hidden" name="${nameOf(field)}" value="${value}" />`),
      )}
      ${pictureFields(sheet).map((field) => carriedInputs(field, carried[field.name] ?? []))}
      ${looks.map((field) => html`<input type="hidden" name="${nameOf(field)}" value="${field.options?.[0]?.value}" />`)}
      <div class="foot">
        <button type="submit" class="quiet" name="_do" value="draft">${text.change}</button>
        <button type="submit" class="primary" name="_do" value="send">${sheet.submit}</button>
      </div>
    </form>`
  return document(locale, sheet.title, body)
}

/** What is said in the end. */
export function endView({ locale, notices }: Extract<FormPage, { kind: 'end' }>) {
  const text = words(locale)
  const lines = notices.length > 0 ? notices.map((notice) => notice.text) : [text.done]
  return document(
    locale,
    text.done,
    html`<div class="end" role="status">${lines.map((line) => html`<p>${line}</p>`)}</div>
      <p class="hint">${text.close}</p>`,
  )
}

function document(locale: Locale, title: string, content: Content | Promise<Content>) {
  return html`<!doctype html>
    <html lang="${locale}" data-ready>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex, nofollow, noarchive" />
        <meta name="format-detection" content="telephone=no, address=no, email=no, date=no" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/f/assets/page.css" />
        <script type="module" src="/f/assets/page.js"></script>
      </head>
      <body>
        <main>
          <h1>${title}</h1>
          ${content}
        </main>
      </body>
    </html>`
}

/** Files need another way of writing down what a form says. */
function encoding(sheet: Sheet) {
  return pictureFields(sheet).length > 0 ? html`enctype="multipart/form-data"` : ''
}

/** Why files were not taken, in a sentence at their field. */
function pictureErrors({ faults, locale }: Form): Record<string, string> {
  const sentences = words(locale).pictureFaults
  return Object.fromEntries(Object.entries(faults).map(([field, fault]) => [field, sentences[fault]]))
}

function fieldsOf(sheet: Sheet): Field[] {
  return sheet.steps.flatMap((step) => step.fields)
}

function shown(field: Field): string {
  return chosenOf(field)
    .map((value) => field.options?.find((option) => option.value === value)?.label ?? value)
    .join('\n')
}

function firstLine(label: string): string {
  return label.split('\n', 1)[0] ?? label
}
