import exifReader from 'exif-reader'
import type { Metadata } from 'sharp'
import type { PictureTrace, PictureTraceKind, Upload } from '#core'

const LONGEST = 60

type Tags = ReturnType<typeof exifReader>

/** What a picture's file says beside the picture, so that whoever chose it sees what is taken away. */
export function pictureTraces({ name }: Pick<Upload, 'name'>, metadata: Metadata): PictureTrace[] {
  const { exif, xmp, iptc, icc, comments, pages = 1 } = metadata
  const tags = exif ? read(exif) : null
  const found: (PictureTrace | null)[] = [
    said('name', name),
    ...(tags ? ofTags(tags) : []),
    exif && !tags ? { kind: 'text' } : null,
    xmp || iptc ? { kind: 'text' } : null,
    ...(comments ?? []).map(({ text }) => said('text', text)),
    icc ? { kind: 'profile' } : null,
    pages > 1 ? { kind: 'frames', value: String(pages) } : null,
  ]
  const named = found.filter((trace) => trace !== null)
  // That there was something of a kind need not be said where it is shown.
  return named.filter(
    ({ kind, value }, index) =>
      named.findIndex((other) => other.kind === kind && (value === undefined || other.value === value)) === index,
  )
}

function read(exif: Buffer): Tags | null {
  try {
    return exifReader(exif)
  } catch {
    return null
  }
}

function ofTags({ Image = {}, Photo = {}, GPSInfo, Thumbnail }: Tags): (PictureTrace | null)[] {
  const device = [Image.Make, Image.Model, Photo.LensModel, Photo.BodySerialNumber, Image.Software]
  const person = [Image.Artist, Image.Copyright, Photo.CameraOwnerName]
  const time = Photo.DateTimeOriginal ?? Image.DateTime
  return [
    GPSInfo ? placeOf(GPSInfo) : null,
    said('device', [...new Set(device.filter(Boolean))].join(' ')),
    time ? said('time', shownTime(time)) : null,
    said('person', [...new Set(person.filter(Boolean))].join(' ')),
    said('text', Image.ImageDescription),
    Photo.UserComment || Photo.MakerNote ? { kind: 'text' } : null,
    Thumbnail ? { kind: 'preview' } : null,
  ]
}

function placeOf({ GPSLatitude, GPSLongitude, GPSLatitudeRef, GPSLongitudeRef }: NonNullable<Tags['GPSInfo']>) {
  const latitude = degrees(GPSLatitude, GPSLatitudeRef === 'S')
  const longitude = degrees(GPSLongitude, GPSLongitudeRef === 'W')
  const value = latitude === null || longitude === null ? null : `${latitude}, ${longitude}`
  return { kind: 'place' as const, ...(value !== null && { value }) }
}

/** Degrees, minutes and seconds as one number with four places: ten metres. */
function degrees(parts: unknown, negative: boolean): string | null {
  if (!Array.isArray(parts) || !parts.every((part) => typeof part === 'number')) return null
  const [whole = 0, minutes = 0, seconds = 0] = parts
  const value = whole + minutes / 60 + seconds / 3600
  return (negative ? -value : value).toFixed(4)
}

/** The camera's clock; it has no time zone. */
function shownTime(time: unknown): string {
  return time instanceof Date && !Number.isNaN(time.getTime())
    ? time.toISOString().slice(0, 16).replace('T', ' ')
    : String(time)
}

function said(kind: PictureTraceKind, value: unknown): PictureTrace | null {
  const text = typeof value === 'string' ? value.replace(/\p{C}/gu, ' ').trim() : ''
  return text === '' ? null : { kind, value: Array.from(text).slice(0, LONGEST).join('') }
}
