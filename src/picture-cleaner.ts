import type { SharpOptions } from 'sharp'
import { PICTURES, type Picture, type PictureCleaner, type PictureFault, type Upload } from '#core'
import { pictureTraces } from './picture-traces.ts'

type Sharp = typeof import('sharp').default

/** What is drawn; every other reader of the library stays shut, those of vectors and documents before all. */
const READERS = ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Heif'].map((name) => `VipsForeignLoad${name}`)

const OPTIONS: SharpOptions = {
  limitInputPixels: PICTURES.pixels,
  failOn: 'error',
  sequentialRead: true,
  // The first of several frames.
  pages: 1,
}

/** Side and quality, from the best to what always fits. */
const STEPS = [
  [PICTURES.side, 84],
  [PICTURES.side, 72],
  [1600, 68],
  [1200, 62],
  [800, 55],
  [500, 40],
] as const

const SECONDS = 20

/** How documents begin: PDF, ZIP (office files are), old office files, RTF; and everything with tags in it. */
const DOCUMENTS = ['%PDF', 'PK\x03\x04', '\xd0\xcf\x11\xe0', '{\\rtf']
const TAGS = /^\W*<(?:\?xml|svg|!|html)/i

/** Draws pictures anew with sharp (libvips), one after the other, in memory alone. */
export function pictureCleaner(): PictureCleaner {
  let loading: Promise<Sharp | null> | null = null
  let before: Promise<unknown> = Promise.resolve()
  return {
    clean(upload) {
      loading ??= load()
      const drawn = before.then(async () => {
        const sharp = await loading
        return sharp ? draw(sharp, upload) : 'unavailable'
      })
      // One that fails holds up no other.
      before = drawn.catch(() => null)
      return drawn
    },
  }
}

/** Only when the first picture comes; null where the library has nothing for this machine. */
async function load(): Promise<Sharp | null> {
  try {
    const { default: sharp } = await import('sharp')
    sharp.cache(false)
    sharp.concurrency(1)
    sharp.block({ operation: ['VipsForeignLoad'] })
    sharp.unblock({ operation: READERS })
    return sharp
  } catch {
    return null
  }
}

async function draw(sharp: Sharp, upload: Upload): Promise<Picture | PictureFault> {
  const { bytes } = upload
  if (bytes.length > PICTURES.fileBytes) return 'too-large'
  if (bytes.length === 0) return 'unknown'
  const head = Buffer.from(bytes.subarray(0, 256)).toString('latin1')
  if (DOCUMENTS.some((sign) => head.startsWith(sign)) || TAGS.test(head)) return 'document'
  const metadata = await sharp(bytes, { ...OPTIONS, limitInputPixels: false })
    .metadata()
    .catch(() => null)
  if (!metadata) return 'unknown'
  if (metadata.width * metadata.height > PICTURES.pixels) return 'too-many-pixels'
  try {
    for (const [side, quality] of STEPS) {
      const drawn = await sharp(bytes, OPTIONS)
        .timeout({ seconds: SECONDS })
        .autoOrient()
        .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
        .flatten({ background: '#ffffff' })
        .toColourspace('srgb')
        .jpeg({ quality })
        .toBuffer()
      if (drawn.length <= PICTURES.bytes) return { bytes: drawn, traces: pictureTraces(upload, metadata) }
    }
    return 'too-large'
  } catch {
    // Of what this family holds only one kind can be drawn.
    return metadata.format === 'heif' ? 'unknown' : 'damaged'
  }
}
