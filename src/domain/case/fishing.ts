/** Questions by which somebody finds out who wrote: in Chinese and English. */
const SIGNS: readonly RegExp[] = [
  /(?:你|您)(?:们)?(?:是|在|属于|来自|隶属)?(?:哪个|哪一个|哪|什么|几)(?:个)?(?:部门|车间|班组|小组|组|团队|科室|办公室|门店|分公司|工段|产线|岗位|职位|楼层?|班次|班|城市|工位)/gu,
  /(?:哪个|哪一个|什么)(?:部门|车间|班组|小组|团队|科室|门店|分公司|岗位|班次?|组)的(?:[?？]|$|，|。|呢|啊|人)/gu,
  /(?:你|您)(?:到底|究竟)?(?:是谁|是哪位|贵姓|叫什么|姓什么|怎么称呼)|怎么称呼(?:你|您)|(?:你|您)的?(?:名字|姓名|工号|电话|手机号?|微信号?|邮箱|联系方式|职位|岗位|部门|班组|工位)(?:是|叫|[?？]|多少|什么|发|告诉|留)/gu,
  /(?:留|发|给|告诉)(?:一)?下?(?:我|我们)?(?:一下)?(?:你|您)的(?:名字|姓名|工号|电话|手机|微信|邮箱|联系方式|部门|岗位)|(?:方便|能)(?:不能)?(?:透露|告知|告诉我们?)[^，。,.\n]{0,6}(?:身份|姓名|名字|部门|岗位|工号)/gu,
  /(?:你|您)?(?:是)?(?:从|听)?谁(?:告诉|跟|和|对|同)(?:你|您)(?:说|讲)?的?|(?:你|您)是?听谁(?:说|讲)的?|(?:你|您)(?:跟|和|对|告诉)(?:过)?谁(?:说|讲)?(?:过)?/gu,
  /(?:你|您)(?:是)?(?:什么时候|何时|哪年|哪一年|哪个月)(?:入职|进公司|来公司|来的公司|加入)|(?:你|您)(?:入职|来公司|工作)(?:了)?(?:多久|几年|多长时间)/gu,
  /(?:你|您)(?:的)?(?:直接|直属)?(?:领导|主管|经理|上级|组长|班长|同事|搭档)(?:是谁|是哪位|叫什么|姓什么)/gu,
  /(?:你|您)(?:当时|那天|平时)?(?:上|在|是)?(?:的)?(?:什么班|哪个班|哪一班|夜班还是|白班还是|早班还是|几点上班|几点下班)/gu,
  /(?:你|您)(?:当时|那天)?(?:在哪里?|在哪儿|坐在?哪|和谁(?:在)?一起)/gu,
  /\bwho (?:are|is) (?:you|this)\b|\b(?:what(?:'s| is)|tell (?:me|us)|give (?:me|us)|state|share) your (?:full )?(?:name|position|role|job(?: title)?|team|department|shift|employee (?:number|id)|phone(?: number)?|e-?mail(?: address)?|contact(?: details)?|manager|supervisor)\b/giu,
  /\b(?:which|what) (?:team|department|shift|office|site|branch|store|shop|floor|line|plant|group|crew|role|position|desk|building|city)\b[^.?!\n]{0,20}\b(?:are|were|do|did) you\b|\byour (?:team|department|shift|position|role|manager|supervisor|name)\s*\?/giu,
  /\bwhere (?:do|did|were|are) you (?:work|working|sit|sitting|stand|standing|based|located|at the time)\b|\bwhere were you\b/giu,
  /\bwho (?:told|informed|said (?:this|that|it) to) you\b|\bwho (?:else )?(?:did|have) you (?:tell|told|spoken|talked?|speak)\b|\bhow (?:did|do) you know\b/giu,
  /\bwho (?:is|was|are) your (?:direct |line )?(?:manager|supervisor|boss|lead|team ?lead|colleagues?)\b|\bwho do you (?:report to|work (?:with|for))\b/giu,
  /\b(?:when|what year) did you (?:join|start)\b|\bhow long have you (?:been (?:working|here|with)|worked)\b|\bwere you (?:on|working) (?:the )?(?:night|day|early|late|morning)\b/giu,
]

const MOST = 3

/** What in a handler's text asks who the author is: the words that do, a few of them. */
export function fishing(text: string): string[] {
  const typed = text.normalize('NFKC')
  const found = SIGNS.flatMap((sign) => [...typed.matchAll(sign)].map((match) => match[0].trim()))
  return [...new Set(found)].slice(0, MOST)
}
