/** What authors read and choose in the thread of their case. */
export const threadZh = {
  inHand: '已经有人在处理。',
  nextAnswer: (by: string) => `我们承诺最迟 ${by} 再次答复。`,
  sealed: '这件事已经封存，内容已经销毁。',
  proposes: '处理人想公开这段话（“您说了，我们做了”）',
  consent: '上面这段话可以公开吗？不会写出是谁提的。',
  consentYes: '可以公开',
  consentNo: '请不要公开',
  rate: '这个答复对您有帮助吗？（可以不选）',
  ratings: { '5': '5 很有帮助', '4': '4 有帮助', '3': '3 一般', '2': '2 帮助不大', '1': '1 没有帮助' },
  replyOrAppeal: '想接着说的话，或者申诉的理由（可以不写）',
  again: '还没有解决？请写下来',
  wish: '还想怎么办？（可以不选）',
  wishReopen: '请原来的处理人接着处理',
  wishAppeal: '申诉：请更上一级的人来决定',
  needWhy: '请写一句为什么。',
  appealIsHere: '申诉：由更上一级、没有参与过的人决定',
  muted: (contact: string) => `您再写的内容会保存，但处理人不再收到通知。您也可以找公司以外的渠道或其他人：${contact}`,
  reopened: (by: string) => `已经重新打开，处理人会收到通知。最迟 ${by} 会有答复。请凭回执回来看。`,
  appealed: (by: string) => `申诉已经交给更上一级的人，不是原来的处理人。最迟 ${by} 会有答复。`,
  appealedAt: (window: string, by: string) =>
    `申诉会在 ${window} 交给更上一级的人，不是原来的处理人。最迟 ${by} 会有答复。`,
  appealWaits: (window: string) => `（申诉，还没有转交，会在 ${window} 交给更上一级的人）`,
  toldHere: '有了决定，会在这里通知您。',
  notToldHere:
    '您没有留联系方式，或者它已经随结案销毁，所以不会在这里通知您：请凭回执回来看；看到您的回音词，就是有消息了。',
  otherProposal: '想公开的那段话已经换了，什么也没有发送。请关掉再打开，看过新的那一段再选。',
  noted: '收到了，谢谢。',
}

export const threadEn: typeof threadZh = {
  inHand: 'Somebody has it in hand.',
  nextAnswer: (by) => `The next answer is promised by ${by}.`,
  sealed: 'This case is sealed; what was written is destroyed.',
  proposes: 'The handlers would like to publish this (“you said, we did”)',
  consent: 'May the text above be published? It does not say who raised it.',
  consentYes: 'Yes, publish it',
  consentNo: 'Please do not publish it',
  rate: 'Did the answer help you? (may stay empty)',
  ratings: { '5': '5 very much', '4': '4 yes', '3': '3 so-so', '2': '2 not much', '1': '1 not at all' },
  replyOrAppeal: 'What you want to add, or why you appeal (may stay empty)',
  again: 'Not settled? Write here',
  wish: 'What should happen next? (may stay empty)',
  wishReopen: 'The same people should go on with it',
  wishAppeal: 'Appeal: somebody one level above is to decide',
  needWhy: 'Please write a sentence about why.',
  appealIsHere: 'Your appeal: decided one level above, by somebody who had no part in it',
  muted: (contact) =>
    `What you write from now on is kept, but the handlers are no longer told of it. You can also turn to somebody else: ${contact}`,
  reopened: (by) =>
    `It is open again and the handlers are told. There will be an answer by ${by}; come back with your receipt.`,
  appealed: (by) =>
    `Your appeal is with somebody one level above, not with those who decided. There will be an answer by ${by}.`,
  appealedAt: (window, by) =>
    `Your appeal goes to somebody one level above, not to those who decided, at the next window, ${window}. There will be an answer by ${by}.`,
  appealWaits: (window) => `(your appeal: goes to somebody one level above at the next window, ${window})`,
  toldHere: 'You will be told here when it is decided.',
  notToldHere:
    'You left no address, or it was destroyed when the case was closed, so you will not be told here: come back with your receipt, and look out for your return word.',
  otherProposal:
    'The text to be published has changed meanwhile, so nothing was sent. Open the case again and read the new one first.',
  noted: 'We have it, thank you.',
}
