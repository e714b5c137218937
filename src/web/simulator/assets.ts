import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename, extname } from 'node:path'
import { fileURLToPath } from 'node:url'

const FOLDER = fileURLToPath(new URL('./assets/', import.meta.url))

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
}

/** Runs before the first paint, so that a chosen theme and language do not flash. */
export const EARLY_SCRIPT = nameOf(new URL('./assets/early.js', import.meta.url))
/** Where the page's program begins. */
export const MAIN_SCRIPT = nameOf(new URL('./assets/main.js', import.meta.url))

/** What the page loads, by name. Only what lies in the folder at start is ever served. */
export const ASSETS: readonly string[] = readdirSync(FOLDER)
  .filter((name) => extname(name) in TYPES)
  .sort()

/** A file of the page, or null. */
export async function readAsset(name: string): Promise<{ body: string; type: string } | null> {
  if (!ASSETS.includes(name)) return null
  return { body: await readFile(`${FOLDER}${name}`, 'utf8'), type: TYPES[extname(name)] ?? '' }
}

function nameOf(file: URL): string {
  return basename(file.pathname)
}
