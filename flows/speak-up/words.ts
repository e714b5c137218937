import type { Locale } from '#core'
import { deskEn, deskZh } from './desk-words.ts'
import { namedEn, namedZh } from './named-words.ts'
import { returnWordsEn, returnWordsZh } from './return-words-words.ts'
import { rewardEn, rewardZh } from './reward-words.ts'
import { threadEn, threadZh } from './thread-words.ts'

const zh = {
  name: '有话直说',
  stepPromise: '先看几句话',
  stepWrite: '写下来',
  stepReceipt: '收好回执',
  review: '再看一遍',
  submit: '提交',
  pictures: '图片',
  picturesHint: '比如拍下的现场、单据、截图',
  seePictures: '见图片。',
  withPictures: (n: number) => `（图片 ${n} 张）`,
  toPage: {
    label: '在网页里填',
    hint: '要加图片或者看图片，请在网页里打开这张表：传到聊天平台的图片会以您的名字留在那里，所以这里不收。',
  },
  lookAgain: '有几处可能让人认出您：',
  tells: (what: string) => `：${what}`,
  telling: {
    name: '公司里的人名',
    number: '工号',
    phone: '电话号码',
    address: '邮箱或账号',
    identity: '证件号码',
    only: '只有您一个人符合',
    few: '没有几个人符合',
    role: '您的岗位',
    shift: '哪一天、哪个班次',
  },
  yoursToDecide: '改不改由您决定。',
  sendAsItIs: '我看过了，就这样提交',
  lookFirst: '还没有提交：请先看一眼下面列出的话。可以改掉，也可以勾选“我看过了，就这样提交”。',
  needNotAnswer: '（这段话可能会问出您是谁，您可以不回答。）',
  readers: (topics: string) => `谁能看到：\n${topics}`,
  readerLine: (topic: string, people: string) => `· ${topic}：${people}`,
  nobodyYet: '（还没有指定处理人）',
  promises: '我们保证：',
  limits: '我们做不到的：',
  crossing: (times: string) =>
    `您写的内容不会马上交出去：工作日 ${times} 和别人写的一起交给处理人，谁都看不出是几点写的。`,
  crossingExcept: (topics: string) => `只有“${topics}”会立刻交出去：处理人看得到时间，可能因此猜到是您。`,
  crossingNow: '您写的内容会立刻交给处理人：他们看得到时间，可能因此猜到是您。',
  way: '怎么提交，有了答复怎么让您知道？',
  wayTell: '在这里告诉我（您的账号会加密封存，只在通知您有新答复时打开，结案时销毁）',
  wayNone: '不留任何痕迹，我自己凭回执回来看',
  topic: '主题',
  aboutReaders: '这件事涉及下面哪一位？（可不选）',
  aboutHint: '选了谁，谁就看不到：连同替他代班的人和他的下属。会交给别人处理。',
  aboutOthers: '还涉及谁不该看到的人？写姓名或工号，用逗号隔开（可不填）',
  aboutUnknown: (names: string) => `名单里没有“${names}”。请核对姓名或工号；不在公司的人不用写在这里，写在正文里就行。`,
  nobodyLeft: (contact: string) => `把这些人都排除以后，公司里没有人能看这封信了。${contact}`,
  readBy: (names: string) => `您点名的人和他们的下属看不到。这封信由 ${names} 处理。`,
  text: '想说的话',
  textHint: '只写事情本身。会暴露您身份的名字、工号、电话，可以不写。',
  receipt: (numbered: string) => `这是您的回执，凭它回来看答复和追问。请抄下来或拍下来，不要发给任何人：\n${numbered}`,
  wordAsk: (n: number) => `为了确认您收好了，请填第 ${n} 个字`,
  wordWrong: (n: number) => `第 ${n} 个字不对。请对照上面的回执再填一次。`,
  needWay: '请选择一种方式。',
  needTopic: '请选择一个主题。',
  needText: '请写几个字。',
  tooLong: (max: number, length: number) => `这段话有 ${length} 个字，最多 ${max} 个字。请缩短一些。`,
  notOpen:
    '“有话直说”还没有开放：公司还没有指定协调人和外部联系人，您写的话到期没人答复时，没有人会过问。等指定好了再开放。',
  notKeptClosed: '您在命令后面写的内容没有保存；建议您把刚才那条消息撤回。',
  notKept: '您在命令后面写的内容没有保存。请在打开的表单里写；也建议您把刚才那条消息撤回。',
  opened: '表单只有您能看到。已经写过的，点下面凭回执看答复。',
  /** What the platform keeps of it all, in the order in which it matters. */
  sheetNotKept: '表单里写的不会出现在聊天记录里。',
  sheetKept: '这个平台会保存表单里写的内容，管理员可能看得到。',
  onPage:
    '表单是一个网页，写的内容不经过聊天平台；这条消息和链接会留在聊天记录里：一天之内谁打开它，看到的都是一张新的空表单，看不到您的回执，也看不出有没有提交过。',
  typedKept: '直接打在聊天里的字，平台会以您的名字留着，管理员可能看得到：请只写在表单里。',
  haveReceipt: '我有回执，看答复',
  filedTell: (by: string) => `收到了。最迟 ${by} 会有答复，到时在这里通知您。`,
  crossesAt: (window: string) => `为了不让时间暴露您，这封信会和别人的一起，在 ${window} 交给处理人。回执现在就能用。`,
  filedNone: (by: string) => `收到了。最迟 ${by} 会有答复，请凭回执回来看。看到您的回音词，就是有新消息了。`,
  already: '这份表单已经收到过了，没有重复提交。',
  pasted:
    '您刚才发的像是一份回执。我没有读，也没有留。请马上把那条消息撤回或删除：谁看到它，谁就能读您的来信。回执只在下面的表单里填。',
  tooManyFilings: (most: number, contact: string) =>
    `这个星期从这里已经来过 ${most} 封新的来信，这一封没有收下。已有的来信可以凭回执接着写；急事请找：${contact}`,
  tooManyReplies: (most: number, contact: string) =>
    `今天这封来信里已经写了 ${most} 段话，这一段没有收下。请明天接着写；急事请找：${contact}`,
  receiptTitle: '凭回执看答复',
  receiptAsk: '请输入 12 个字的回执（中间有没有空格都可以）',
  receiptOpen: '打开',
  twoWords: '谁拿着您的手机，都能看到那条消息。为了确认是您，请填回执里的两个字。',
  wordOf: (n: number) => `回执的第 ${n} 个字`,
  notTheWords: '不对。请对照回执再填一次。',
  wholeReceipt: '今天已经填错了好几次。请用“我有回执”，填完整的回执。',
  receiptUnknown: '没有找到。请检查 12 个字和它们的顺序。',
  threadTitle: (tag: string) => `您的来信 ${tag}`,
  threadSubmit: '发送',
  threadReply: '想接着说的话（可以不写）',
  mine: '您',
  saidOn: (who: string, date: string) => `${who}（${date}）`,
  theirs: '处理人',
  asks: '处理人想问',
  closing: '处理人结案',
  noAnswerYet: (by: string) => `还没有答复。我们承诺最迟 ${by} 答复。`,
  closed: '这件事已经结案。',
  closedMeanwhile:
    '这件事刚刚已经结案，这段话没有发出去。请先复制下来；关掉再打开，看看是怎么结案的，还可以要求重新处理。',
  sent: (by: string) => `已经转给处理人。最迟 ${by} 会有答复。`,
  sentAt: (window: string, by: string) => `会在 ${window} 转给处理人。最迟 ${by} 会有答复。`,
  waits: (window: string) => `（还没有转交，会在 ${window} 交给处理人）`,
  nothingSent: '没有写内容，什么也没有发送。',
  expired: '这个表单已经过期。请重新说“有话直说”。',
  statistics: {
    title: '来信统计',
    about: (least: number) =>
      `按季度统计，季度结束一个月后算一次，不再改。不到 ${least} 封的主题合在一起；点名涉及某人的来信不计入。`,
    none: '还没有可以看的统计：一个季度结束一个月后才算，并且至少要有 5 封来信。',
    quarter: (year: string, n: string) => `${year} 年第 ${n} 季度`,
    others: '其他主题合计',
    inTime: (topic: string, count: number) => `${topic}（按时答复 ${count}）`,
  },
  readersThrough: (coordinator: string) => `${coordinator}（协调人，先看，再转给有关部门）`,
  named: namedZh,
  thread: threadZh,
  reward: rewardZh,
  returnWords: returnWordsZh,
  desk: deskZh,
}

type Words = typeof zh

const en: Words = {
  name: 'Speak up',
  stepPromise: 'Before you write',
  stepWrite: 'Write',
  stepReceipt: 'Keep your receipt',
  review: 'One more look',
  submit: 'Submit',
  pictures: 'Pictures',
  picturesHint: 'For example of the place, a paper, a screen',
  seePictures: 'See the pictures.',
  withPictures: (n) => (n === 1 ? '(1 picture)' : `(${n} pictures)`),
  toPage: {
    label: 'Fill it in as a page',
    hint: 'To add or see pictures, open this form as a page: a picture uploaded to the chat platform would stay there under your name, so none are taken here.',
  },
  lookAgain: 'A few words could tell who you are:',
  tells: (what) => `: ${what}`,
  telling: {
    name: 'somebody’s name',
    number: 'an employee number',
    phone: 'a phone number',
    address: 'an address or account',
    identity: 'an identity number',
    only: 'fits one person only',
    few: 'fits only a few people',
    role: 'your position',
    shift: 'a day and a shift',
  },
  yoursToDecide: 'It is yours to decide whether to change them.',
  sendAsItIs: 'I have looked; send it as it is',
  lookFirst:
    'Not sent yet: please look at the words listed with the box. Change them, or tick “I have looked; send it as it is”.',
  needNotAnswer: '(This may ask who you are. You need not answer it.)',
  readers: (topics) => `Who will read it:\n${topics}`,
  readerLine: (topic, people) => `· ${topic}: ${people}`,
  nobodyYet: '(nobody named yet)',
  promises: 'What we promise:',
  limits: 'What we cannot do:',
  crossing: (times) =>
    `What you write is not handed over at once: on working days at ${times} it goes to the handlers together with what others wrote, so nobody sees when it was written.`,
  crossingExcept: (topics) =>
    `Only “${topics}” is handed over at once: the handlers see the time, which may give you away.`,
  crossingNow: 'What you write is handed over at once: the handlers see the time, which may give you away.',
  way: 'How do you want to hear about the answer?',
  wayTell:
    'Tell me here (your account is sealed, opened only to tell you that there is something new, destroyed when the case is closed)',
  wayNone: 'Leave no trace; I come back with my receipt',
  topic: 'Topic',
  aboutReaders: 'Is it about one of these people? (may stay empty)',
  aboutHint:
    'Whoever you choose will not see it, nor whoever stands in for them or reports to them. Somebody else handles it.',
  aboutOthers:
    'Anybody else it is about who must not see it? Names or employee numbers, with commas between (may stay empty)',
  aboutUnknown: (names) =>
    `Nobody on the staff list is called “${names}”. Please check the name or number; people outside the company need not be named here, write about them in the text.`,
  nobodyLeft: (contact) => `Without all of these nobody in the company could read it. ${contact}`,
  readBy: (names) => `The people you named and those who report to them will not see it. It goes to ${names}.`,
  text: 'What you want to say',
  textHint: 'Write about the matter. You need not give names, numbers or phones that would show who you are.',
  receipt: (numbered) =>
    `This is your receipt. With it you come back to read the answer and to ask more. Write it down or photograph it; give it to nobody:\n${numbered}`,
  wordAsk: (n) => `To be sure you have it: word number ${n}`,
  wordWrong: (n) => `That is not word number ${n}. Please look at the receipt above and try again.`,
  needWay: 'Please choose one of them.',
  needTopic: 'Please choose a topic.',
  needText: 'Please write a few words.',
  tooLong: (max, length) => `That text has ${length} characters; at most ${max} fit. Please shorten it.`,
  notOpen:
    'Speaking up is not open yet: the company has not named a coordinator and an outside person, so nobody would step in when a message is not answered. It opens when they are named.',
  notKeptClosed: 'What you wrote after the command was not kept; you may want to delete that message.',
  notKept:
    'What you typed after the command was not kept. Please write in the form that opens; you may want to delete that message.',
  opened: 'The form is for you alone. If you have written before, use your receipt below to read the answer.',
  sheetNotKept: 'What you enter in it does not appear in the chat.',
  sheetKept: 'This platform keeps what is entered in the form; administrators may be able to read it.',
  onPage:
    'The form is a web page: what you enter does not pass through the chat platform. This message and the link stay in the chat: for a day the link opens a new, empty form, which shows neither your receipt nor whether anything was sent.',
  typedKept:
    'What you type into the chat itself is kept by the platform under your name, and administrators may be able to read it: please write in the form only.',
  haveReceipt: 'I have a receipt: read the answer',
  filedTell: (by) => `We have it. There will be an answer by ${by}; I will tell you here.`,
  crossesAt: (window) =>
    `So that no time gives you away, it is handed over together with others at the next window, ${window}. Your receipt works from now on.`,
  filedNone: (by) =>
    `We have it. There will be an answer by ${by}; come back with your receipt. When you see your return word, there is news.`,
  already: 'This form has arrived before; nothing was submitted twice.',
  pasted:
    'What you have just sent looks like a receipt. I have not read it and kept nothing of it. Please delete that message at once: whoever sees it can read what you wrote. Enter a receipt only in the form below.',
  tooManyFilings: (most, contact) =>
    `${most} new messages have come from here this week, so this one was not taken. With their receipts you can add to those; if it is urgent: ${contact}`,
  tooManyReplies: (most, contact) =>
    `You have added ${most} texts to this message today, so this one was not taken. Please go on tomorrow; if it is urgent: ${contact}`,
  receiptTitle: 'Read the answer',
  receiptAsk: 'Please enter the 12 words of your receipt',
  receiptOpen: 'Open',
  twoWords:
    'Whoever holds your phone sees that message. To be sure that it is you, please enter two words of your receipt.',
  wordOf: (n) => `Word number ${n} of your receipt`,
  notTheWords: 'That is not right. Please look at your receipt and try again.',
  wholeReceipt: 'The words were wrong several times today. Please use “I have a receipt” and enter all of it.',
  receiptUnknown: 'Not found. Please check the 12 words and their order.',
  threadTitle: (tag) => `Your message ${tag}`,
  threadSubmit: 'Send',
  threadReply: 'What you want to add (may stay empty)',
  mine: 'You',
  saidOn: (who, date) => `${who} (${date})`,
  theirs: 'The handlers',
  asks: 'The handlers ask',
  closing: 'The handlers closed it',
  noAnswerYet: (by) => `There is no answer yet. It is promised by ${by}.`,
  closed: 'This case is closed.',
  closedMeanwhile:
    'This case has just been closed, so this was not sent. Copy your text, open the case again to read how it ended; there you can ask to go on.',
  sent: (by) => `It has been passed to the handlers. There will be an answer by ${by}.`,
  sentAt: (window, by) => `It will be handed over at the next window, ${window}. There will be an answer by ${by}.`,
  waits: (window) => `(will be handed over at the next window, ${window})`,
  nothingSent: 'Nothing was written, so nothing was sent.',
  expired: 'This form has expired. Please say “speak up” again.',
  statistics: {
    title: 'Messages in numbers',
    about: (least) =>
      `By quarter, counted once a month after its end and never changed. Topics with fewer than ${least} are counted together; messages about somebody named are not counted.`,
    none: 'There is nothing to show yet: a quarter is counted a month after its end, if at least 5 messages came.',
    quarter: (year, n) => `Quarter ${n} of ${year}`,
    others: 'All other topics',
    inTime: (topic, count) => `${topic} (answered in time: ${count})`,
  },
  readersThrough: (coordinator) =>
    `${coordinator} (coordinator: reads it first, then passes it to the department concerned)`,
  named: namedEn,
  thread: threadEn,
  reward: rewardEn,
  returnWords: returnWordsEn,
  desk: deskEn,
}

const WORDS: Readonly<Record<Locale, Words>> = { 'zh-CN': zh, en }

export function words(locale: Locale): Words {
  return WORDS[locale]
}
