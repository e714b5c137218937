import sharp, { type Sharp } from 'sharp'

/** What the pictures below say beside what they show; each long enough not to occur by chance. */
export const SECRETS = [
  'Zhou-Xiaolan-artist',
  'Needle-Phone-X9',
  'needle-description-77',
  'needle-comment-31',
  'needle-xmp-5512',
]

const EXIF = {
  IFD0: {
    Make: 'Needle-Phone-X9',
    Model: 'Needle-Phone-X9',
    Artist: 'Zhou-Xiaolan-artist',
    ImageDescription: 'needle-description-77',
    Software: 'Needle-Phone-X9',
    DateTime: '2026:03:01 10:22:33',
  },
  IFD2: { DateTimeOriginal: '2026:03:01 10:22:33' },
  IFD3: {
    GPSLatitudeRef: 'N',
    GPSLatitude: '31/1 13/1 0/1',
    GPSLongitudeRef: 'E',
    GPSLongitude: '121/1 28/1 0/1',
  },
}

const XMP = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" dc:creator="needle-xmp-5512"/></rdf:RDF></x:xmpmeta>`

/** Red on its left half, blue on its right, so that a turn can be seen. */
async function halves(width: number, height: number): Promise<Sharp> {
  const left = await sharp({ create: { width: width / 2, height, channels: 3, background: '#d01010' } })
    .png()
    .toBuffer()
  return sharp({ create: { width, height, channels: 3, background: '#1010d0' } }).composite([
    { input: left, left: 0, top: 0 },
  ])
}

/** A photograph with everything that a telephone writes beside it, turned by its orientation, with more after its end. */
export async function tellingPhoto(): Promise<Uint8Array> {
  const upright = await (await halves(1200, 900)).png().toBuffer()
  const drawn = await sharp(upright)
    .withExif(EXIF)
    .withXmp(XMP)
    .withIccProfile('p3')
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer()
  const comment = Buffer.from('needle-comment-31')
  const segment = Buffer.concat([Buffer.from([0xff, 0xfe, 0, comment.length + 2]), comment])
  // After the picture's end: where telephones put films and originals.
  const original = await sharp(upright).withExif(EXIF).jpeg().toBuffer()
  return Buffer.concat([drawn.subarray(0, 2), segment, drawn.subarray(2), original])
}

/** A PNG with texts beside its pixels. */
export async function tellingPng(): Promise<Uint8Array> {
  return (await halves(300, 200)).withExif(EXIF).withXmp(XMP).png().toBuffer()
}

/** Moves. */
export async function tellingGif(): Promise<Uint8Array> {
  const frames = Buffer.concat([Buffer.alloc(40 * 40 * 3, 200), Buffer.alloc(40 * 40 * 3, 30)])
  return sharp(frames, { raw: { width: 40, height: 80, channels: 3, pageHeight: 40 } })
    .gif({ delay: [100, 100] })
    .toBuffer()
}

/** Nothing compresses it. */
export async function noise(width: number, height: number): Promise<Uint8Array> {
  return sharp({
    create: { width, height, channels: 3, background: '#000', noise: { type: 'gaussian', mean: 128, sigma: 90 } },
  })
    .jpeg({ quality: 95 })
    .toBuffer()
}

export async function webp(): Promise<Uint8Array> {
  return (await halves(300, 200)).withExif(EXIF).withXmp(XMP).webp().toBuffer()
}

/** A few kilobytes that claim to be ten thousand million pixels. */
export async function bomb(): Promise<Uint8Array> {
  const small = Buffer.from(
    await sharp({ create: { width: 10, height: 10, channels: 3, background: '#fff' } })
      .jpeg()
      .toBuffer(),
  )
  const at = small.indexOf(Buffer.from([0xff, 0xc0]))
  small.writeUInt16BE(60_000, at + 5)
  small.writeUInt16BE(60_000, at + 7)
  return small
}
