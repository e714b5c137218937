import { type PlainDate, parseDate } from '../calendar/plain-date.ts'
import type { Answer, Option, Question } from './form.ts'

/** Why a text is no answer to a question; the words for it are the flow's. */
export type AnswerFault =
  | { readonly fault: 'choose' }
  | { readonly fault: 'choose-between'; readonly min: number; readonly max: number }
  | { readonly fault: 'too-long'; readonly max: number; readonly length: number }
  | { readonly fault: 'empty' }
  | { readonly fault: 'number'; readonly min: number | null; readonly max: number | null }
  | { readonly fault: 'date' }

export type ParsedAnswer = { readonly value: Answer } | AnswerFault

/** The letter of the n-th option, as shown before it: A, B, C … */
export function letterOf(index: number): string {
  return String.fromCharCode(65 + index)
}

/**
 * Reads what was typed as an answer. Typed equals tapped: an option's letter, its number, its label in any language or
 * both ("D 不满意"); full-width forms count. Several choices may be joined by commas, blanks or nothing ("A,C", "1 3", "AC").
 */
export function parseAnswer(question: Question, typed: string, today?: PlainDate): ParsedAnswer {
  const text = typed.trim()
  switch (question.kind) {
    case 'statement':
      return { value: '' }
    case 'single': {
      const option = findOption(question.options, text)
      return option ? { value: option.id } : { fault: 'choose' }
    }
    case 'multi':
      return checkMany(question, findOptions(question.options, text))
    case 'text': {
      const length = Array.from(text).length
      if (length === 0) return { fault: 'empty' }
      return length > question.maxLength ? { fault: 'too-long', max: question.maxLength, length } : { value: text }
    }
    case 'number':
      return parseNumber(question, text)
    case 'date': {
      const date = parseDate(text, today)
      return date ? { value: date } : { fault: 'date' }
    }
  }
}

/** Checks a list of option ids, as tapped or entered in a sheet. */
export function checkMany(question: Question, ids: readonly string[] | null): ParsedAnswer {
  if (!ids?.length || ids.some((id) => !question.options.some((option) => option.id === id))) return { fault: 'choose' }
  const min = question.min ?? 1
  const max = question.max ?? question.options.length
  if (ids.length < min || ids.length > max) return { fault: 'choose-between', min, max }
  return { value: question.options.filter((option) => ids.includes(option.id)).map((option) => option.id) }
}

function parseNumber(question: Question, text: string): ParsedAnswer {
  const digits = fold(text).replace(/(?<=\d),(?=\d{3})/g, '')
  const value = digits === '' ? Number.NaN : Number(digits)
  const { min, max } = question
  const inside = Number.isFinite(value) && (min === null || value >= min) && (max === null || value <= max)
  return inside ? { value } : { fault: 'number', min, max }
}

function findOption(options: readonly Option[], text: string): Option | null {
  const typed = fold(text)
  const byLabel = options.find((option) => labels(option).includes(typed))
  if (byLabel) return byLabel
  const marked = /^([a-z]|\d{1,2})(?:[\s.、:)]+(.*))?$/.exec(typed)
  if (!marked) return null
  const option = options[indexOf(marked[1] ?? '')]
  const rest = marked[2]?.trim()
  return option && (!rest || labels(option).includes(rest)) ? option : null
}

function findOptions(options: readonly Option[], text: string): string[] | null {
  const whole = findOption(options, text)
  if (whole) return [whole.id]
  const typed = fold(text)
  const parts = /^[a-z]{2,}$/.test(typed) ? [...typed] : typed.split(/[\s,、;]+|\band\b/).filter(Boolean)
  const found = parts.map((part) => findOption(options, part)?.id)
  return found.every((id) => id !== undefined) ? [...new Set(found)] : null
}

function indexOf(mark: string): number {
  return /\d/.test(mark) ? Number(mark) - 1 : mark.charCodeAt(0) - 97
}

function labels(option: Option): string[] {
  return Object.values(option.label).map(fold)
}

function fold(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase()
    .replace(/(?<=.)[。.!,;]+$/u, '')
}
