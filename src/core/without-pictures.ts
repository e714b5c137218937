import type { Field, Sheet } from './message.ts'

/** Name of the field that leads to the page. */
const PAGE = 'page'

/**
 * A form as it is filled in inside a platform: pictures are chosen and shown on its page only. What is uploaded to a
 * platform stands there, under the name of whoever did it, with everything the file says.
 */
export function withoutPictures(sheet: Sheet, url: string | null): Sheet {
  const { toPage } = sheet
  const link: Field[] = toPage ? [{ name: PAGE, kind: 'link', ...toPage, ...(url !== null && { url }) }] : []
  const steps = sheet.steps.map((step) => {
    const fields = step.fields.flatMap(({ pictures: _, ...field }) => (field.kind === 'pictures' ? link : [field]))
    return { ...step, fields }
  })
  const leads = link.length === 0 || steps.some(({ fields }) => fields.some(({ kind }) => kind === 'link'))
  return { ...sheet, steps: leads ? steps : [...steps, { fields: link }] }
}
