/** What a picture's file said beside the picture itself. */
export type PictureTraceKind =
  | 'name'
  | 'place'
  | 'device'
  | 'time'
  | 'person'
  | 'text'
  | 'preview'
  | 'profile'
  | 'frames'

export interface PictureTrace {
  readonly kind: PictureTraceKind
  /** What stood there, where it can be shown. */
  readonly value?: string
}

/** A picture that was drawn anew: a JPEG of pixels and nothing else. */
export interface Picture {
  readonly bytes: Uint8Array
  /** What of its file is gone. */
  readonly traces: readonly PictureTrace[]
}

/** Why a file is not taken. */
export type PictureFault =
  /** A document, a drawing with code in it, an archive. */
  | 'document'
  /** Nothing that can be drawn here. */
  | 'unknown'
  | 'damaged'
  | 'too-large'
  | 'too-many-pixels'
  | 'too-many'
  /** Pictures cannot be drawn on this machine. */
  | 'unavailable'

/** A file as somebody chose it. It is never written anywhere. */
export interface Upload {
  readonly name: string
  readonly bytes: Uint8Array
}

/** Draws pictures anew. Nothing of the file that came in goes out but what it shows. */
export interface PictureCleaner {
  clean(upload: Upload): Promise<Picture | PictureFault>
}

/** Pictures of a form, by the name of their field. */
export type FormPictures = Readonly<Record<string, readonly Picture[]>>

/** Every limit of pictures. */
export const PICTURES = {
  /** Of one field. */
  most: 5,
  /** Of one file, and of everything that comes with one form. */
  fileBytes: 10 * 1024 * 1024,
  formBytes: 50 * 1024 * 1024,
  /** Of the largest that is drawn: a few bytes can claim to be many. */
  pixels: 60_000_000,
  /** Of the drawn one: its longer side in pixels, and its bytes. */
  side: 2000,
  bytes: 500_000,
  /** So many forms with files are read at the same time. */
  atOnce: 4,
} as const
