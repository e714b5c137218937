import { describe, expect, test } from 'vitest'
import type { Field, Sheet } from '#core'
import { renderSheet } from '../../adapters/slack/render-sheet.ts'
import { withoutPictures } from '../../src/core/without-pictures.ts'

const picture = { bytes: Buffer.from('drawn-picture-bytes'), traces: [] }
const said: Field = { name: 'entry_1', kind: 'statement', label: '看（图片 1 张）', pictures: [picture] }
const pictures: Field = { name: 'pictures', kind: 'pictures', label: '图片' }
const text: Field = { name: 'text', kind: 'paragraph', label: '想说的话' }
const toPage = { label: '在网页里填', hint: '要加图片，请用网页。' }

function sheet(fields: readonly Field[], more: Partial<Sheet> = {}): Sheet {
  return { title: '表', submit: '提交', state: 'sealed', steps: [{ fields }], ...more }
}

function fieldsOf({ steps }: Sheet): Field[] {
  return steps.flatMap(({ fields }) => [...fields])
}

describe('a form inside a platform', () => {
  const url = 'https://hearback.example.com/f/ticket'

  test('takes no picture: a link to its page stands where they would be chosen', () => {
    const shown = fieldsOf(withoutPictures(sheet([text, pictures], { toPage }), url))
    expect(shown).toEqual([text, { name: 'page', kind: 'link', ...toPage, url }])
  })

  test('shows none either: the link stands at its end, and no byte of them is handed over', () => {
    const shown = withoutPictures(sheet([said], { toPage }), url)
    expect(fieldsOf(shown).map(({ kind }) => kind)).toEqual(['statement', 'link'])
    expect(JSON.stringify(withoutPictures(sheet([said]), url))).not.toContain('bytes')
    expect(fieldsOf(withoutPictures(sheet([text, pictures]), url))).toEqual([text])
  })

  test('on Slack: a button that opens the page, in the modal and in no message; no field for files', () => {
    const shown = JSON.stringify(renderSheet(withoutPictures(sheet([said, text, pictures], { toPage }), url)))
    expect(shown).toContain('要加图片')
    expect(shown).toContain(`"url":"${url}"`)
    expect(shown).not.toContain('file_input')
    const nowhere = JSON.stringify(renderSheet(withoutPictures(sheet([said, text, pictures], { toPage }), null)))
    expect(nowhere).not.toContain('要加图片')
  })
})
