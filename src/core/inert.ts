/** What belongs to an emoji, between two of its parts or after a sign that is shown as one; then whatever nobody sees. */
const UNSEEN =
  /((?<=\p{Extended_Pictographic}\ufe0f?|\p{Emoji_Modifier})\u200d(?=\p{Extended_Pictographic})|(?<=\p{Extended_Pictographic}|[#*0-9])\ufe0f)|\p{Default_Ignorable_Code_Point}|\p{C}/gu

/** `scheme://`, as in every address that something could open by itself. */
const SCHEME = /([a-z][a-z0-9+.-]{0,20}):(?=\/\/)/giu
/** A dot inside a host's name: `example.com`, `例子.公司`; chat programs make links even of those, and of whatever follows `www.`. */
const HOST_DOT =
  /(?<=[\p{L}\p{N}_-])\.(?=(?:[a-z]{2,24}|xn--[a-z0-9-]+|中国|中國|公司|网络|網絡|网址|在线|中文网|集团|我爱你)(?![a-z]))|(?<=\bwww)\./giu
/** A machine's number; a date or a version has other shapes. */
const ADDRESS = /(?<![\d.])(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?![\d.])/g
/** Markdown's link and picture, and what Slack makes mentions and alarms of. */
const MARKUP = /\](?=\()|<(?=[@#!])/g

/**
 * Another person's text as it may be read without telling them anything: nothing in it opens, loads or rings by itself,
 * and nothing invisible in it tells one copy from another. What is visible stays, so that an address can still be read.
 */
export function inert(text: string): string {
  return withoutUnseen(text)
    .replace(SCHEME, '$1[:]')
    .replace(HOST_DOT, '[.]')
    .replace(ADDRESS, '$1[.]$2[.]$3[.]$4')
    .replace(MARKUP, (sign) => (sign === ']' ? '] ' : '< '))
}

/** Without what nobody sees; blanks of every width become one kind, save the wide one of Chinese. */
function withoutUnseen(text: string): string {
  return text
    .replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n')
    .replace(UNSEEN, (sign, inEmoji) => (inEmoji || sign === '\n' || sign === '\t' ? sign : ''))
    .replace(/(?!\u3000)\p{Zs}/gu, ' ')
    .replace(/[ \t\u3000]+(?=\n|$)/g, '')
    .normalize('NFC')
}
