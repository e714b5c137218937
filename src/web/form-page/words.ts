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
  picture: (n: number, of: number) => (of === 1 ? '图片' : `图片 ${n}/${of}`),
  takeOut: '不要这一张',
  pictureLimits: (most: number, megabytes: number) =>
    `最多 ${most} 张，每张不超过 ${megabytes} MB。图片会重新画一遍再提交，只留下看得见的画面`,
  drawnAnew: '提交的就是上面这张重新画过的图：只有画面，没有别的。画面里的人脸、名字、工牌、屏幕，请您自己再看一眼。',
  takenAway: '原来的文件里还有这些，都已经去掉：',
  nothingBeside: '原来的文件里没有发现别的信息。',
  traceLine: (what: string, value: string) => `${what}：${value}`,
  traces: {
    name: '文件名',
    place: '拍摄地点',
    device: '设备和软件',
    time: '拍摄时间',
    person: '作者',
    text: '附带的文字和编辑信息',
    preview: '原图的缩略图',
    profile: '颜色配置文件',
    frames: '动图的其余各帧，原有帧数',
  },
  pictureFaults: {
    document: '这不是图片。文档会带着作者和修改记录，所以不收：请把文字贴进来，或者把那一页拍下来。',
    unknown: '这个文件画不出来。请用 JPG、PNG、WebP 或 GIF 图片；别的文件请把文字贴进来，或者把那一页拍下来。',
    damaged: '这张图片是坏的，画不出来。请重新拍一张，或者截个图。',
    'too-large': '这张图片太大了。请截个图，或者用小一点的图片。',
    'too-many-pixels': '这张图片的像素太多了。请截个图，或者用小一点的图片。',
    'too-many': '图片太多了，多出来的没有加上。',
    unavailable: '这里暂时不能收图片。请先提交文字。',
  },
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
  picture: (n, of) => (of === 1 ? 'Picture' : `Picture ${n} of ${of}`),
  takeOut: 'Leave this one out',
  pictureLimits: (most, megabytes) =>
    `At most ${most}, each up to ${megabytes} MB. Pictures are drawn anew before they go; only what you can see is left`,
  drawnAnew:
    'What goes is the picture above, drawn anew: what you see and nothing else. Please look yourself for faces, names, badges and screens in it.',
  takenAway: 'The file also held this; it is gone:',
  nothingBeside: 'Nothing else was found in the file.',
  traceLine: (what, value) => `${what}: ${value}`,
  traces: {
    name: 'its name',
    place: 'where it was taken',
    device: 'device and software',
    time: 'when it was taken',
    person: 'its author',
    text: 'notes and traces of editing',
    preview: 'a small copy of the original',
    profile: 'a colour profile',
    frames: 'the other frames of the animation; there were',
  },
  pictureFaults: {
    document:
      'This is not a picture. Documents carry their author and changes with them, so none are taken: paste the text, or photograph the page.',
    unknown:
      'This file cannot be drawn. Please use a JPG, PNG, WebP or GIF picture; of anything else paste the text, or photograph the page.',
    damaged: 'This picture is damaged and cannot be drawn. Please take it again, or take a screenshot.',
    'too-large': 'This picture is too large. Please take a screenshot, or choose a smaller one.',
    'too-many-pixels': 'This picture has too many pixels. Please take a screenshot, or choose a smaller one.',
    'too-many': 'Too many pictures: those beyond the limit were left out.',
    unavailable: 'Pictures cannot be taken here at the moment. Please send the text first.',
  },
  private: 'This link is for you alone. It works for 24 hours, and what you enter can be handed in once.',
  number: (min, max) => (min !== undefined && max !== undefined ? `a number from ${min} to ${max}` : 'a number'),
}

const WORDS: Readonly<Record<'zh-CN' | 'en', Words>> = { 'zh-CN': zh, en }

export function words(locale: 'zh-CN' | 'en'): Words {
  return WORDS[locale]
}
