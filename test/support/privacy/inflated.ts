import { constants, gunzipSync, inflateRawSync, inflateSync, zstdDecompressSync } from 'node:zlib'

const MOST_BYTES = 16 * 1024 * 1024
const LENIENT = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: MOST_BYTES }

/** How a compressed stream begins, and what opens it. */
const STREAMS: readonly {
  begins: readonly number[]
  skip: (bytes: Buffer) => number
  open: (bytes: Buffer) => Buffer
}[] = [
  { begins: [0x1f, 0x8b, 0x08], skip: () => 0, open: (bytes) => gunzipSync(bytes, LENIENT) },
  { begins: [0x78, 0x01], skip: () => 0, open: (bytes) => inflateSync(bytes, LENIENT) },
  { begins: [0x78, 0x5e], skip: () => 0, open: (bytes) => inflateSync(bytes, LENIENT) },
  { begins: [0x78, 0x9c], skip: () => 0, open: (bytes) => inflateSync(bytes, LENIENT) },
  { begins: [0x78, 0xda], skip: () => 0, open: (bytes) => inflateSync(bytes, LENIENT) },
  {
    begins: [0x28, 0xb5, 0x2f, 0xfd],
    skip: () => 0,
    open: (bytes) => zstdDecompressSync(bytes, { maxOutputLength: MOST_BYTES }),
  },
  {
    // A file in a ZIP archive: its header names the lengths of what stands before the stream.
    begins: [0x50, 0x4b, 0x03, 0x04],
    skip: (bytes) => 30 + bytes.readUInt16LE(26) + bytes.readUInt16LE(28),
    open: (bytes) => inflateRawSync(bytes, LENIENT),
  },
]

/** The bytes, and behind them what every compressed stream in them holds. */
export function withInflated(bytes: Buffer): Buffer {
  const found: Buffer[] = [bytes]
  for (const { begins, skip, open } of STREAMS) {
    const mark = Buffer.from(begins)
    for (let at = bytes.indexOf(mark); at >= 0; at = bytes.indexOf(mark, at + 1)) {
      try {
        const opened = open(bytes.subarray(at + skip(bytes.subarray(at))))
        if (opened.length > 0) found.push(Buffer.from('\n'), opened)
      } catch {
        // It only looked like one.
      }
    }
  }
  return Buffer.concat(found)
}
