/** What is said to those who file with their name, and of them. */
export const namedZh = {
  way: '署名（处理这件事的人会看到您的姓名和部门，有了答复会发消息告诉您；提交后不能收回）',
  whoReads: (coordinated: boolean) =>
    `${coordinated ? '协调人看得到您的姓名和部门；转给部门处理时一起转去，除非他认为不写名字对您更好' : '处理这件事的人看得到您的姓名和部门'}。您点名回避的人看不到。频道里的工单、统计、公开的答复里都没有。提交后不能收回。`,
  confirm: (name: string, who: string) => `公司登记的是：${name}\n${who}`,
  itIsMe: (name: string) => `我是${name}，用这个名字提交`,
  write: '请写下您在公司登记的姓名或者工号，当作署名',
  signFirst: '还没有提交：您选了署名，请先在下面确认。也可以改选别的方式。',
  writeFirst: '还没有提交：您选了署名，请先在下面写下您的姓名或者工号。也可以改选别的方式。',
  notTheirs: '这和要这张表单的人对不上。请写您自己在公司登记的姓名或者工号，或者改选别的方式。',
  tooOften: '今天已经写错了好几次。请在聊天里重新说“有话直说”，或者改选别的方式。',
  unknown: '公司名单里找不到您，没法署名。请改选别的方式。',
  notHere: (topic: string) => `“${topic}”不收署名的来信。请改选别的方式，或者换一个主题。`,
  filed: (name: string, by: string) => `收到了，署名：${name}。最迟 ${by} 会有答复，到时机器人会发消息告诉您。`,
  handedOver: (tag: string, topic: string, name: string, by: string, contact: string) =>
    `您署名（${name}）的来信 ${tag} · ${topic} 已经交给处理人，最迟 ${by} 答复。想看或者接着写，说“我的署名来信”。\n不是您写的？${contact}`,
  news: (tag: string, topic: string) => `您署名的来信 ${tag} · ${topic} 有了答复。`,
  said: (who: string, what: string) => `${who}：${what}`,
  openToRead: '内容不在聊天里显示，请打开看。',
  reward: '附有奖励，请打开看领取码。',
  open: '打开，看全部或接着写',
  signed: '署名来信',
  signedBy: (name: string) => `署名：${name}`,
  askLabel: '想问的问题',
  mine: '我的署名来信',
  mineHere: '群里不显示。请私下对我说“我的署名来信”。',
  noneOfMine: '您没有可以看的署名来信：刚提交的要等交给处理人以后才有，封存了的已经销毁。',
  which: '看哪一封？',
  oneOfMine: (tag: string, topic: string, date: string) => `${tag} · ${topic} · ${date}`,
  passing: '来信人署了名。转给部门时：',
  passWith: '连姓名一起转（来信人选的就是署名）',
  passWithout: '不写姓名',
  worksThere:
    '来信人就在这个部门，自己的信自己不能处理：不写姓名，少了谁也看得出来。请连姓名一起转，或者转给别的部门。',
  own: '这是您自己署名写的，由别人处理。有了答复，机器人会发消息给您；想看或者接着写，请说“我的署名来信”。',
  nobodyElse: (contact: string) => `除了您自己，没有别人能处理这封信，所以不能署名。${contact}`,
}

export const namedEn: typeof namedZh = {
  way: 'With my name (those who handle it see your name and department, and a message tells you when there is an answer; it cannot be taken back)',
  whoReads: (coordinated) =>
    `${coordinated ? 'The coordinator sees your name and department, and passes them on to the department that handles it, unless they think it better for you without' : 'Those who handle this see your name and department'}. Nobody whom you keep out sees them. They stand in no ticket of a channel, no statistics, no published answer. Once it is sent this cannot be taken back.`,
  confirm: (name, who) => `The company knows you as: ${name}\n${who}`,
  itIsMe: (name) => `I am ${name}; send it with this name`,
  write: 'Please sign: write your name or your employee number as the company knows it',
  signFirst: 'Not sent yet: you chose to give your name, so please confirm it below. You can also choose another way.',
  writeFirst:
    'Not sent yet: you chose to give your name, so please write your name or your employee number below. You can also choose another way.',
  notTheirs:
    'That is not whoever asked for this form. Please write your own name or employee number as the company knows it, or choose another way.',
  tooOften: 'It was wrong several times today. Please say “speak up” in the chat again, or choose another way.',
  unknown: 'You are not on the company’s list, so this cannot be signed. Please choose another way.',
  notHere: (topic) => `“${topic}” takes no signed messages. Please choose another way, or another topic.`,
  filed: (name, by) => `We have it, signed: ${name}. There will be an answer by ${by}, and a message will tell you.`,
  handedOver: (tag, topic, name, by, contact) =>
    `Your signed message (${name}) ${tag} · ${topic} has been handed over; there will be an answer by ${by}. To read it or write more, say “my signed messages”.\nNot written by you? ${contact}`,
  news: (tag, topic) => `There is an answer to your signed message ${tag} · ${topic}.`,
  said: (who, what) => `${who}: ${what}`,
  openToRead: 'It is not shown in the chat; please open it.',
  reward: 'A reward goes with it; open it for the code.',
  open: 'Open all of it, or write more',
  signed: 'signed',
  signedBy: (name) => `Signed: ${name}`,
  askLabel: 'Your question',
  mine: 'my signed messages',
  mineHere: 'Not here in the channel. Please say “my signed messages” to me alone.',
  noneOfMine:
    'There is no signed message of yours to read: one that was just sent is there once it has been handed over, and what was sealed is destroyed.',
  which: 'Which one?',
  oneOfMine: (tag, topic, date) => `${tag} · ${topic} · ${date}`,
  passing: 'The author signed it. When it is passed to the department:',
  passWith: 'With the name (the author chose to give it)',
  passWithout: 'Without the name',
  worksThere:
    'The author works in that department and cannot handle their own message: without the name, it would show in who is left out. Please pass it on with the name, or to another department.',
  own: 'You wrote and signed this yourself, so others handle it. A message tells you when there is an answer; to read it or write more, say “my signed messages”.',
  nobodyElse: (contact) => `Nobody but you could handle this, so it cannot be signed. ${contact}`,
}
