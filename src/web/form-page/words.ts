/** What the page itself says, in every language. */
const zh = {
  required: '必填',
  optional: '选填',
  several: '可多选',
  choose: '请选择',
  more: '更新题目',
  moreHint: '有些题目要看您前面的选择。改过以后点这里，题目会更新，已填的不会丢。',
  faults: '还有几处要改，您填的都还在：',
  check: '再看一遍',
  change: '返回修改',
  notGiven: '（未填）',
  done: '已提交',
  close: '可以关掉这个网页了。',
  private: '只有您能打开这个链接；24 小时后失效，只能提交一次。',
  number: (min: number | undefined, max: number | undefined) =>
    min !== undefined && max !== undefined ? `${min} 到 ${max} 之间的数字` : '数字',
}

type Words = typeof zh

const en: Words = {
  required: 'required',
  optional: 'optional',
  several: 'you may choose several',
  choose: 'Please choose',
  more: 'Update the questions',
  moreHint:
    'Some questions depend on what you chose. After a change press this: the questions follow, and nothing you entered is lost.',
  faults: 'A few things need another look; everything you entered is still here:',
  check: 'Look at it once more',
  change: 'Go back and change',
  notGiven: '(nothing)',
  done: 'Handed in',
  close: 'You can close this page now.',
  private: 'This link is for you alone. It works for 24 hours, and what you enter can be handed in once.',
  number: (min, max) => (min !== undefined && max !== undefined ? `a number from ${min} to ${max}` : 'a number'),
}

const WORDS: Readonly<Record<'zh-CN' | 'en', Words>> = { 'zh-CN': zh, en }

export function words(locale: 'zh-CN' | 'en'): Words {
  return WORDS[locale]
}
