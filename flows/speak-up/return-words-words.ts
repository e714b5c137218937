/** What is said of return words. */
export const returnWordsZh = {
  title: '回音词',
  yours: (word: string, posted: boolean) =>
    `选了“不留任何痕迹”的，请把回音词“${word}”和回执记在一起：${posted ? '菜单和公司频道里' : '菜单里'}每个工作日定时列出一组回音词，大家看到的都一样。看到您的词，就凭回执来看，有新消息了。`,
  line: (list: string) => `回音词（写过信的人认得自己的）：\n${list}`,
  post: (list: string) =>
    `写过信、没有留联系方式的人：看到自己的回音词，就凭回执来看，有新消息了。没有新消息也照样列出，词每次换一部分。\n\n${list}`,
}

export const returnWordsEn: typeof returnWordsZh = {
  title: 'Return words',
  yours: (word, posted) =>
    `If you leave no trace, keep your return word “${word}” with the receipt. At fixed hours of working days ${posted ? 'the menu and a company channel show' : 'the menu shows'} a list of such words, the same for everybody. When you see yours, there is news: come back with your receipt.`,
  line: (list) => `Return words (whoever wrote knows their own):\n${list}`,
  post: (list) =>
    `If you wrote without leaving an address and see your return word here, there is news: come back with your receipt. The list is here whether there is news or not, and a part of it changes each time.\n\n${list}`,
}
