import { keep } from './kept.js'
import { en } from './words-en.js'
import { zh } from './words-zh.js'

/** @typedef {'zh-CN' | 'en'} Language */

const WORDS = { 'zh-CN': zh, en }

/** @type {Set<() => void>} */
const listeners = new Set()

/** @returns {Language} */
export function language() {
  return document.documentElement.lang === 'en' ? 'en' : 'zh-CN'
}

/** The page's own words, in the language of the moment. */
export function words() {
  return WORDS[language()]
}

/** The words of a language other than the page's: a person of the company reads their own. @param {string} locale */
export function wordsOf(locale) {
  return locale === 'en' ? en : zh
}

/** @param {Language} chosen */
export function speak(chosen) {
  document.documentElement.lang = chosen
  keep({ language: chosen })
  for (const changed of listeners) changed()
}

/** @param {() => void} changed */
export function onLanguage(changed) {
  listeners.add(changed)
}

/** Fills in what the server left blank. @param {ParentNode} [within] */
export function fillWords(within = document) {
  const text = /** @type {Record<string, unknown>} */ (words())
  for (const [attribute, target] of [
    ['data-word', null],
    ['data-word-label', 'aria-label'],
  ]) {
    for (const one of within.querySelectorAll(`[${attribute}]`)) {
      const word = String(text[one.getAttribute(attribute ?? '') ?? ''])
      if (target === null || target === undefined) one.textContent = word
      else one.setAttribute(target, word)
      if (target && one.matches('button')) one.setAttribute('title', word)
    }
  }
}
