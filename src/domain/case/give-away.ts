import type { Person } from '../person/person.ts'

/** What in a text could tell who wrote it. */
export type GiveAwayKind = 'name' | 'number' | 'phone' | 'address' | 'identity' | 'only' | 'few' | 'role' | 'shift'

export interface GiveAway {
  readonly kind: GiveAwayKind
  /** The words that do. */
  readonly found: string
}

const MOST = 8

const DAY =
  '(?:昨天|前天|今天|昨晚|今早|(?:上|这|本)?(?:周|星期|礼拜)[一二三四五六日天]|\\d{1,2}\\s*月\\s*\\d{1,2}\\s*[日号]|\\d{1,2}\\s*号|\\d{4}[-/.]\\d{1,2}[-/.]\\d{1,2}|yesterday|last night|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|\\d{1,2}(?:st|nd|rd|th)? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\\w*|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* \\d{1,2})'
const SHIFT =
  '(?:[夜早中晚白]班|值班|当班|轮班|我的班|(?:night|day|early|late|morning|evening|graveyard|my) ?shift|on duty|on call)'

/** Patterns of what gives somebody away in any company, in Chinese and English. */
const SIGNS: readonly (readonly [GiveAwayKind, RegExp])[] = [
  ['identity', /(?<!\d)[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dx](?![\da-z])/giu],
  ['phone', /(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)|(?<!\d)0\d{2,3}[- ]\d{7,8}(?!\d)/gu],
  ['phone', /(?<![\d+])\+\d{1,3}[- ]?(?:\d[- ]?){7,12}\d|(?:分机|ext(?:ension)?\.?)\s*[:]?\s*\d{3,6}/giu],
  ['address', /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/gu],
  ['address', /(?:微信|wechat|qq|钉钉)(?:号|\s*id)?\s*[:是]?\s*[a-z0-9][\w-]{4,}/giu],
  [
    'number',
    /(?:工号|员工号|员工编号|employee (?:no\.?|number|id)|staff (?:no\.?|number|id))\s*[:是]?\s*#?[\w-]*\d[\w-]*/giu,
  ],
  [
    'only',
    /(?:只有|就|唯独|除了|仅)我(?!们)(?:一个人|一个|一人|自己|本人)?|只有本人|我是[^，。,.;\n]{0,10}[唯惟]一[^，。,.;\n]{0,8}/gu,
  ],
  [
    'only',
    /(?:as|i am|i'm|i was|being) the only[^,.;\n]{0,40}|\bonly (?:me\b|i (?:know|knew|saw|was|am|have|had|can|could)\b)[^,.;\n]{0,20}|\bnobody (?:else )?but me\b|\bno one (?:else )?but me\b/giu,
  ],
  [
    'few',
    /(?:只有|就|才|一共|总共)我们[^，。,.;\n]{0,4}[两俩二三四几2-5]\s*个?人?|我们[^，。,.;\n]{0,6}(?:只有|就|才|一共|总共)\s*[两俩二三四几2-5]\s*(?:个|人)人?/gu,
  ],
  [
    'few',
    /(?:my|our) (?:team|group|shift|crew|department|office) of (?:two|three|four|five|[2-5])\b|\b(?:only|just) (?:the )?(?:two|three|four|[2-4]) of us\b/giu,
  ],
  [
    'role',
    /(?:我|本人)(?:是|作为|担任|身为)[^，。,.;\n唯惟]{0,10}(?:组长|班长|主管|经理|会计|出纳|前台|司机|助理|秘书|实习生|新人|工会[^，。]{0,4})|(?:作为|身为)(?:一名|一个)?[^，。,.;\n唯惟]{0,8}(?:组长|班长|主管|经理|会计|出纳|前台|司机|助理|秘书|实习生)/gu,
  ],
  [
    'role',
    /\b(?:i am|i'm|as) (?:the|an?) (?:new |only )?(?:[a-z]+ )?(?:manager|supervisor|team lead(?:er)?|accountant|cashier|receptionist|driver|assistant|secretary|intern|trainee)\b/giu,
  ],
  ['shift', new RegExp(`${DAY}[^。;\\n]{0,16}?${SHIFT}|${SHIFT}[^。;\\n]{0,12}?${DAY}`, 'giu')],
]

/**
 * What could give away the author of a text, as hints: the author decides. Compared with the whole staff list, since who
 * writes is not known here.
 */
export function giveAways(
  text: string,
  staff: readonly Pick<Person, 'id' | 'name' | 'email' | 'mobile'>[],
): GiveAway[] {
  const typed = text.normalize('NFKC')
  const found = [
    ...staff.flatMap((person) => nameIn(typed, person.name)),
    ...staff.flatMap((person) => numberIn(typed, person)),
    ...SIGNS.flatMap(([kind, sign]) =>
      [...typed.matchAll(sign)].map((match): GiveAway => ({ kind, found: match[0].trim() })),
    ),
  ]
  const known = new Set<string>()
  return found
    .filter(({ found: words }) => {
      const seen = [...known].some((one) => one.includes(words))
      known.add(words)
      return !seen
    })
    .slice(0, MOST)
}

function nameIn(text: string, name: string): GiveAway[] {
  const wanted = name.normalize('NFKC').trim()
  if (Array.from(wanted).length < 2) return []
  const there = /^[\p{Script=Latin}\s.'-]+$/u.test(wanted) ? hasWord(text, wanted) : text.includes(wanted)
  return there ? [{ kind: 'name', found: wanted }] : []
}

/** An employee number, and a mobile number in whatever form the staff list has it. */
function numberIn(text: string, { id, mobile }: Pick<Person, 'id' | 'mobile'>): GiveAway[] {
  const found: GiveAway[] = []
  // A short number could be any number.
  const telling = /^\d+$/.test(id) ? id.length >= 5 : id.length >= 3
  if (telling && hasWord(text, id)) found.push({ kind: 'number', found: id })
  const digits = mobile.replace(/\D/g, '').replace(/^86(?=1\d{10}$)/, '')
  if (digits.length >= 7 && text.replace(/[\s-]/g, '').includes(digits)) found.push({ kind: 'phone', found: digits })
  return found
}

function hasWord(text: string, word: string): boolean {
  const escaped = word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return new RegExp(`(?<![\\p{Script=Latin}\\d])${escaped}(?![\\p{Script=Latin}\\d])`, 'iu').test(text)
}
