import {
  type FormPictures,
  PICTURES,
  type Picture,
  type PictureCleaner,
  type PictureFault,
  type Upload,
} from './picture.ts'
import type { SheetSeal } from './sheet-seal.ts'

/** Takes the place of a flow's name in what is sealed: no flow may have it. */
const PICTURE = 'picture'

/** The files of a form, by the name of their field: what its page carries already, and what has just been chosen. */
export type FormFiles = Readonly<
  Record<string, { readonly kept: readonly string[]; readonly added: readonly Upload[] }>
>

/** A picture as a form's page carries it, so that nothing is kept here between its steps. */
export interface CarriedPicture {
  readonly picture: Picture
  /** Sealed, for this field of this form alone. */
  readonly carried: string
}

export interface TakenPictures {
  readonly pictures: FormPictures
  readonly carried: Readonly<Record<string, readonly CarriedPicture[]>>
  readonly faults: Readonly<Record<string, PictureFault>>
}

/** Draws what has been chosen anew; what the page carries was drawn before, and its seal says so. */
export async function takePictures(
  parts: { readonly sheets: SheetSeal; readonly cleaner: PictureCleaner },
  formId: string,
  files: FormFiles,
): Promise<TakenPictures> {
  const carried: Record<string, CarriedPicture[]> = {}
  const faults: Record<string, PictureFault> = {}
  for (const [field, { kept, added }] of Object.entries(files)) {
    const mine: CarriedPicture[] = []
    for (const one of kept.slice(0, PICTURES.most)) {
      const picture = unpack(parts.sheets, formId, field, one)
      if (picture) mine.push({ picture, carried: one })
    }
    for (const upload of added) {
      if (mine.length >= PICTURES.most) {
        faults[field] = 'too-many'
        break
      }
      const picture = await parts.cleaner.clean(upload)
      if (typeof picture === 'string') faults[field] ??= picture
      else mine.push({ picture, carried: pack(parts.sheets, formId, field, picture) })
    }
    carried[field] = mine
  }
  const pictures = Object.entries(carried).map(([field, mine]) => [field, mine.map(({ picture }) => picture)] as const)
  return { pictures: Object.fromEntries(pictures), carried, faults }
}

function pack(sheets: SheetSeal, id: string, form: string, { bytes, traces }: Picture): string {
  const args = { bytes: Buffer.from(bytes).toString('base64'), traces: JSON.stringify(traces) }
  return sheets.seal({ flow: PICTURE, form, id, args })
}

function unpack(sheets: SheetSeal, id: string, form: string, carried: string): Picture | null {
  const data = sheets.open(carried)
  if (data?.flow !== PICTURE || data.form !== form || data.id !== id) return null
  return { bytes: Buffer.from(data.args.bytes ?? '', 'base64'), traces: JSON.parse(data.args.traces ?? '[]') }
}
