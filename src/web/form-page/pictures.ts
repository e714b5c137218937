import { html, raw } from 'hono/html'
import { type CarriedPicture, type Field, type Locale, PICTURES, type PictureTrace } from '#core'
import { addedName, droppedName, keptName } from './field-names.ts'
import { words } from './words.ts'

const MEGABYTE = 1024 * 1024

/** Pictures that go with something that was said. */
export function picturesView(pictures: readonly { readonly bytes: Uint8Array }[], locale: Locale) {
  const text = words(locale)
  return html`<div class="pictures">
    ${pictures.map(({ bytes }, index) => image(bytes, text.picture(index + 1, pictures.length)))}
  </div>`
}

/** What a form carries already, each to be taken out again, and where more are chosen. */
export function pictureChoice(field: Field, carried: readonly CarriedPicture[], locale: Locale) {
  const text = words(locale)
  const left = PICTURES.most - carried.length
  return html`${carried.map(
    (one, index) =>
      html`<figure class="carried">
        ${image(one.picture.bytes, text.picture(index + 1, carried.length))}
        <figcaption>
          <label class="drop"
            ><input type="checkbox" name="${droppedName(field)}" value="${index}" /> ${text.takeOut}</label
          >
        </figcaption>
        ${hidden(field, one)}
      </figure>`,
  )}
  ${
    left > 0
      ? html`<input
            type="file"
            id="field-${field.name}"
            name="${addedName(field)}"
            accept="image/jpeg,image/png,image/webp,image/gif,image/*"
            multiple
            aria-describedby="field-${field.name}-hint"
          />`
      : ''
  }`
}

/** The hint beside it: how many, how large, what becomes of them. */
export function pictureHint(locale: Locale): string {
  return words(locale).pictureLimits(PICTURES.most, PICTURES.fileBytes / MEGABYTE)
}

/** Before and after: the picture as it goes, and what its file said that does not. */
export function pictureReview(carried: readonly CarriedPicture[], locale: Locale) {
  const text = words(locale)
  if (carried.length === 0) return text.notGiven
  return carried.map(
    (one, index) =>
      html`<figure class="carried">
        ${image(one.picture.bytes, text.picture(index + 1, carried.length))}
        <figcaption>
          <p>${text.drawnAnew}</p>
          ${
            one.picture.traces.length > 0
              ? html`<p>${text.takenAway}</p>
                  <ul>
                    ${one.picture.traces.map((trace) => html`<li>${traceLine(trace, locale)}</li>`)}
                  </ul>`
              : html`<p>${text.nothingBeside}</p>`
          }
        </figcaption>
      </figure>`,
  )
}

export function carriedInputs(field: Field, carried: readonly CarriedPicture[]) {
  return carried.map((one) => hidden(field, one))
}

function hidden(field: Field, { carried }: CarriedPicture) {
  return html`<input type="hidden" name="${keptName(field)}" value="${carried}" />`
}

function traceLine({ kind, value }: PictureTrace, locale: Locale): string {
  const { traces, traceLine: line } = words(locale)
  return value === undefined ? traces[kind] : line(traces[kind], value)
}

/** In the page itself: nothing is fetched for it. */
function image(bytes: Uint8Array, label: string) {
  return html`<img src="${raw(`data:image/jpeg;base64,${Buffer.from(bytes).toString('base64')}`)}" alt="${label}" />`
}
