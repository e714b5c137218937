import type { Locale } from '#core'

const zh = {
  menu: '我能帮您做这些：',
  hint: '点按钮，或直接回复文字。随时可说“帮助”。',
  unknown: '我没看懂这句话。回复“帮助”看看我能做什么。',
  unsupported: '我只看得懂文字，看不了图片、语音和文件。请用文字告诉我。',
  nothingOpen: '现在没有正在填写的内容。回复“帮助”看看我能做什么。',
  expired: '这个按钮或表单已经失效了。回复“帮助”重新开始。',
  language: '语言 / Language',
  askLanguage: '请选择语言。Please choose your language.',
  languageSet: '好的，以后用中文和您说话。',
  onPage: '请在网页上填写。链接只给您一个人用，24 小时内有效。',
  openPage: '打开网页',
  handedIn: '这一页已经提交过了。',
  noPage: '这里填不了这份表单，而管理员还没有设置网页地址（PUBLIC_URL）。请告诉管理员。',
}

type Words = typeof zh

const en: Words = {
  menu: 'Here is what I can do for you:',
  hint: 'Tap a button, or just type. Say “help” at any time.',
  unknown: 'I did not understand that. Say “help” to see what I can do.',
  unsupported: 'I can only read text, not pictures, voice or files. Please tell me in words.',
  nothingOpen: 'There is nothing open right now. Say “help” to see what I can do.',
  expired: 'That button or form is no longer valid. Say “help” to start again.',
  language: 'Language / 语言',
  askLanguage: 'Please choose your language. 请选择语言。',
  languageSet: 'All right, I will speak English with you from now on.',
  onPage: 'Please fill this in on its page. The link is for you alone and works for 24 hours.',
  openPage: 'Open the page',
  handedIn: 'This page has been handed in already.',
  noPage:
    'This form cannot be shown here, and the administrator has not set an address for its page yet (PUBLIC_URL). Please let the administrator know.',
}

const WORDS: Readonly<Record<Locale, Words>> = { 'zh-CN': zh, en }

export function words(locale: Locale): Words {
  return WORDS[locale]
}
