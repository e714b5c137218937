import { MARK_BYTES } from './invisible-mark.ts'
import type { Dialect } from './parts.ts'

/** Said in both languages, since it stands where the reader's is not known. */
const ANSWER_IN_BOT =
  '请到机器人的会话里办理，发送“帮助”即可。\nPlease do this in the chat with the bot: send “help” there.'
const TYPE_INSTEAD = '请在网页上办理。\nPlease use the page.'

/** The bot's messages are Markdown, 20,480 bytes. */
export const BOT_DIALECT: Dialect = {
  textBytes: 20_000,
  cardTitle: 26,
  cardText: 112,
  buttons: true,
  strong: (text) => `**${text}**`,
  link: (label, url) => `[${label}](${url})`,
  // What somebody wrote must not become a link to somewhere else.
  plain: (text) => text.replaceAll('](', ']\u200b('),
  noButtons: '',
}

/** The application's messages are plain text with links, 2,048 bytes, the mark included. */
export function appDialect(callsBack: boolean, bot: boolean): Dialect {
  return {
    textBytes: 2048 - MARK_BYTES,
    cardTitle: 36,
    cardText: 160,
    buttons: callsBack,
    strong: (text) => text,
    link: (label, url) => `<a href="${url}">${label}</a>`,
    plain: (text) => text.replace(/<(?=\/?a\b)/gi, '＜'),
    noButtons: bot ? ANSWER_IN_BOT : TYPE_INSTEAD,
  }
}
