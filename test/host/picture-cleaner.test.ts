import exifr from 'exifr'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { PICTURES, type Picture } from '#core'
import { pictureCleaner } from '../../src/picture-cleaner.ts'
import { bomb, noise, SECRETS, tellingGif, tellingPhoto, tellingPng, webp } from '../support/telling-pictures.ts'

const cleaner = pictureCleaner()

async function drawn(bytes: Uint8Array, name = 'IMG_2026.jpg'): Promise<Picture> {
  const picture = await cleaner.clean({ name, bytes })
  if (typeof picture === 'string') throw new Error(picture)
  return picture
}

/** The segments of a JPEG, by their marks; fails when anything stands after its end. */
function segments(bytes: Uint8Array): string[] {
  const found: string[] = []
  let at = 2
  while (bytes[at + 1] !== 0xda) {
    found.push((bytes[at + 1] ?? 0).toString(16))
    at += 2 + ((bytes[at + 2] ?? 0) << 8) + (bytes[at + 3] ?? 0)
  }
  expect(Buffer.from(bytes).indexOf(Buffer.from([0xff, 0xd9]))).toBe(bytes.length - 2)
  return found
}

const ALL = {
  tiff: true,
  xmp: true,
  icc: true,
  iptc: true,
  jfif: false,
  ihdr: true,
  gps: true,
  exif: true,
  interop: true,
}

describe('a picture that was drawn anew', () => {
  test.each([
    ['a photograph', tellingPhoto],
    ['a PNG', tellingPng],
    ['a WebP', webp],
    ['a GIF that moves', tellingGif],
  ])('%s: nothing is left of its file, says a lister that is not ours', async (_, make) => {
    const before = await make()
    const { bytes } = await drawn(before)
    expect(await exifr.parse(Buffer.from(bytes), { ...ALL, ifd1: true } as never)).toBeUndefined()
    expect(await exifr.thumbnail(Buffer.from(bytes))).toBeUndefined()
    for (const secret of SECRETS) expect(Buffer.from(bytes).includes(secret), secret).toBe(false)
    // The frame's header and the tables alone: no APP1 (EXIF, XMP), APP2 (profiles, more pictures), no comment.
    expect(new Set(segments(bytes))).toEqual(new Set(['db', 'c0', 'c4']))
  })

  test('the lister finds in the file that came in what the other lacks', async () => {
    const before = Buffer.from(await tellingPhoto())
    expect(await exifr.parse(before, ALL as never)).toMatchObject({
      Artist: SECRETS[0],
      latitude: expect.closeTo(31.2167, 3),
    })
    for (const secret of SECRETS) expect(before.includes(secret), secret).toBe(true)
  })

  test('what is gone is named: place, device, time, person, text, profile, the name of the file', async () => {
    const { traces } = await drawn(await tellingPhoto())
    const said = Object.fromEntries(traces.map(({ kind, value }) => [kind, value]))
    expect(said).toMatchObject({
      name: 'IMG_2026.jpg',
      place: '31.2167, 121.4667',
      time: '2026-03-01 10:22',
      person: 'Zhou-Xiaolan-artist',
    })
    expect(said.device).toContain('Needle-Phone-X9')
    expect(Object.keys(said)).toEqual(expect.arrayContaining(['text', 'profile']))
    expect((await drawn(await tellingGif())).traces).toContainEqual({ kind: 'frames', value: '2' })
  })

  test('it stands upright, and its sides are bounded', async () => {
    const { bytes } = await drawn(await tellingPhoto())
    const { width, height } = await sharp(bytes).metadata()
    expect([width, height]).toEqual([900, 1200])
    const top = await sharp(bytes).extract({ left: 400, top: 20, width: 1, height: 1 }).raw().toBuffer()
    expect(top[0]).toBeGreaterThan(150)
    const large = await sharp((await drawn(await noise(4200, 1400))).bytes).metadata()
    expect([large.width, large.height].toSorted()).not.toContain(4200)
    expect(Math.max(large.width, large.height)).toBeLessThanOrEqual(PICTURES.side)
  })

  test('however rich, it has room in what all pictures are sealed in', async () => {
    expect((await drawn(await noise(2000, 2000))).bytes.length).toBeLessThanOrEqual(PICTURES.bytes)
  })
})

describe('what is refused', () => {
  const text = (words: string) => new TextEncoder().encode(words)
  test.each([
    ['a PDF', () => text('%PDF-1.7 …'), 'document'],
    ['an office file', () => text('PK\x03\x04[Content_Types].xml'), 'document'],
    ['an old office file', () => Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1), 'document'],
    [
      'a drawing with code in it',
      () => text('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'),
      'document',
    ],
    ['a web page', () => text('\n<!doctype html><p>'), 'document'],
    ['words', () => text('just words'), 'unknown'],
    ['nothing', () => new Uint8Array(), 'unknown'],
    [
      'a TIFF',
      () =>
        sharp({ create: { width: 9, height: 9, channels: 3, background: '#fff' } })
          .tiff()
          .toBuffer(),
      'unknown',
    ],
    ['half a photograph', async () => (await tellingPhoto()).subarray(0, 6000), 'damaged'],
    ['few bytes that claim to be many pixels', bomb, 'too-many-pixels'],
    ['too many bytes', () => new Uint8Array(PICTURES.fileBytes + 1), 'too-large'],
  ] as const)('%s', async (_, make, fault) => {
    expect(await cleaner.clean({ name: 'x.jpg', bytes: await make() })).toBe(fault)
  })

  test('one that cannot be drawn holds up no other', async () => {
    const photo = await tellingPhoto()
    const answers = await Promise.all(
      [text('%PDF'), new Uint8Array(), photo, photo.subarray(0, 6000), photo].map((bytes) =>
        cleaner.clean({ name: '', bytes }),
      ),
    )
    expect(answers.map((one) => (typeof one === 'string' ? one : 'drawn'))).toEqual([
      'document',
      'unknown',
      'drawn',
      'damaged',
      'drawn',
    ])
  })
})
