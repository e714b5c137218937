import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fishing, giveAways } from '#domain'

const STAFF = [
  { id: 'E010', name: '周小兰', email: 'lan@company.example', mobile: '139 1234 5678' },
  { id: '20417', name: 'Ann Lee', email: '', mobile: '' },
  { id: '12', name: '王', email: '', mobile: '' },
]

function kinds(text: string): string[] {
  return [...new Set(giveAways(text, STAFF).map(({ kind }) => kind))]
}

describe('what gives an author away', () => {
  test.each([
    ['昨天周小兰也在场', 'name'],
    ['ann lee was there', 'name'],
    ['我的编号是 e010', 'number'],
    ['我是20417号', 'number'],
    ['工号：A-77', 'number'],
    ['打我电话 13912345678', 'phone'],
    ['电话１３８００１３８０００', 'phone'],
    ['call +1 415 555 0100', 'phone'],
    ['分机 8123', 'phone'],
    ['写信给 someone@mail.example', 'address'],
    ['微信号 lan_2024', 'address'],
    ['身份证 11010519491231002X', 'identity'],
    ['这件事只有我知道', 'only'],
    ['我是组里唯一的女生', 'only'],
    ['就我一个人反对', 'only'],
    ['As the only one in accounting I saw it', 'only'],
    ['only I knew about it', 'only'],
    ['my team of two cannot do this', 'few'],
    ['我们组一共三个人', 'few'],
    ['就我们两个人', 'few'],
    ['我是仓库的会计', 'role'],
    ["I'm the new receptionist", 'role'],
    ['3月5日夜班有人抽烟', 'shift'],
    ['It happened on the night shift last Friday', 'shift'],
  ])('%s', (text, kind) => {
    expect(kinds(text)).toContain(kind)
  })

  test.each([
    '食堂的灯坏了三天，没有人修。',
    '加班太多，希望按规定发加班费。',
    '领导在会上骂人，很多人都看到了。',
    '我们三点开会，12 个人都迟到了。',
    'The lamp in the canteen has been broken for three days.',
    'Our manager shouts at people; it has been so since spring.',
    'Please publish the bonus rules. 2026 was worse than 2025.',
  ])('is not in: %s', (text) => {
    expect(giveAways(text, STAFF)).toEqual([])
  })

  test('says the words, each once, and not without end', () => {
    expect(giveAways('周小兰，周小兰，13912345678', STAFF).map(({ found }) => found)).toHaveLength(2)
    expect(
      giveAways(
        'a@b.cc '.repeat(3) +
          'c@d.ee 13800138000 13800138001 13800138002 13800138003 13800138004 13800138005 13800138006',
        [],
      ).length,
    ).toBe(8)
  })
})

describe('a question that fishes for who it is', () => {
  test.each([
    '你是哪个部门的？',
    '请问您在哪个车间',
    '您贵姓？怎么称呼您',
    '方便告诉我们您的工号吗，您的工号是多少？',
    '是谁告诉你的？',
    '你什么时候入职的？',
    '你的主管是谁？',
    '您当时上什么班？',
    '你那天在哪里？',
    '请留下您的电话',
    'Which team are you in?',
    'What department do you work in?',
    'which shift were you on',
    'Who told you that?',
    'Who is your manager?',
    'May I ask: what is your name',
    'Where were you at that time?',
    'How long have you been working here?',
  ])('%s', (text) => {
    expect(fishing(text)).not.toEqual([])
  })

  test.each([
    '这件事是什么时候发生的？',
    '您希望我们怎么做？',
    '哪个部门的灯坏了？我们去修。',
    '请多说一些：大概有多少人受影响？',
    '谢谢您，灯今天修好了。',
    'When did it happen, and how often?',
    'What would you like us to do?',
    'Which lamp is broken?',
    'Who was shouting?',
  ])('is not: %s', (text) => {
    expect(fishing(text)).toEqual([])
  })
})

test('both rules read anything, quickly', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 2000 }), (text) => {
      expect(giveAways(text, STAFF).length).toBeLessThanOrEqual(8)
      expect(fishing(text).length).toBeLessThanOrEqual(3)
    }),
  )
})
