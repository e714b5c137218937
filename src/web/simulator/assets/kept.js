/**
 * What the page remembers between visits: who is on screen, language, theme, what was read. Never anything typed.
 * Everything found is distrusted: another version, another program or a hand may have written it.
 *
 * @typedef {{ person: string, place: string }} KeptColumn
 * @typedef {object} Kept
 * @property {'zh-CN' | 'en'} [language]
 * @property {'light' | 'dark'} [theme]
 * @property {KeptColumn[]} [columns]
 * @property {number} [active]
 * @property {Record<string, number>} [read]
 */

const KEY = 'hearback.simulator'

/** @returns {Kept} */
export function recall() {
  const found = readAll()
  const { language, theme, columns, active, read } = found
  return {
    ...((language === 'zh-CN' || language === 'en') && { language }),
    ...((theme === 'light' || theme === 'dark') && { theme }),
    ...(Array.isArray(columns) && columns.every(isColumn) && { columns }),
    ...(typeof active === 'number' && { active }),
    ...(isObject(read) && { read: Object.fromEntries(Object.entries(read).filter(([, n]) => typeof n === 'number')) }),
  }
}

/**
 * Remembers these parts beside the others. Where nothing can be kept (a private window, a full disk) the page works on.
 * @param {{ [part in keyof Kept]: Kept[part] | undefined }} parts
 */
export function keep(parts) {
  try {
    localStorage.setItem(KEY, JSON.stringify({ ...readAll(), ...parts }))
  } catch {
    // Not kept.
  }
}

/** @returns {Record<string, any>} */
function readAll() {
  try {
    const found = JSON.parse(localStorage.getItem(KEY) ?? '{}')
    return isObject(found) ? found : {}
  } catch {
    return {}
  }
}

/** @param {unknown} value @returns {value is Record<string, any>} */
function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** @param {unknown} value @returns {value is KeptColumn} */
function isColumn(value) {
  return isObject(value) && typeof value.person === 'string' && typeof value.place === 'string'
}
