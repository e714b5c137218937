import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { readDatabase } from '../support/read-database.ts'
import { runVerb } from '../support/run-verb.ts'
import { scratchFolder } from '../support/scratch.ts'

function setup() {
  const folder = scratchFolder()
  const env = { HEARBACK_HOME: join(folder, 'data') }
  const file = (name: string, content: string | Buffer) => {
    const path = join(folder, name)
    writeFileSync(path, content)
    return path
  }
  return { env, file, config: readConfig(env) }
}

/** "工号,姓名,部门\n1001,张三,销售部\n" in GBK. */
const GBK = Buffer.from('b9a4bac52cd0d5c3fb2cb2bfc3c50a313030312cd5c5c8fd2ccffacadbb2bf0a', 'hex')

describe('import', () => {
  test('the same file twice, and shuffled, changes nothing; a changed line changes one', async () => {
    const { env, file, config } = setup()
    const lines = ['P1,张三,销售部,P2', 'P2,李四,销售部,', 'P3,王五,研发部,P2']
    const csv = (rows: readonly string[]) => ['id,name,department,manager_id', ...rows].join('\n')
    const path = file('people.csv', csv(lines))
    expect((await runVerb(['import', 'people', path], env)).out).toContain(
      'people: 3 added, 0 changed, 0 unchanged, 0 left out',
    )
    expect((await runVerb(['import', 'people', path], env)).out).toContain('0 added, 0 changed, 3 unchanged')
    file('people.csv', csv(lines.toReversed()))
    expect((await runVerb(['import', 'people', path], env)).out).toContain('0 added, 0 changed, 3 unchanged')
    file('people.csv', csv(lines.map((line) => line.replace('王五', '王五五'))))
    expect((await runVerb(['import', 'people', path], env)).out).toContain('0 added, 1 changed, 2 unchanged')
    const people = await readDatabase(config, (stores) => stores.people.all())
    expect(people.map((person) => [person.id, person.name, person.managerId])).toEqual([
      ['P1', '张三', 'P2'],
      ['P2', '李四', null],
      ['P3', '王五五', 'P2'],
    ])
  })

  test('bad rows are named with line and reason, the good ones are in', async () => {
    const { env, file, config } = setup()
    const path = file(
      'people.csv',
      [
        'id,name,department,manager_id,joined_on,left_kind,shoe_size',
        'P1,张三,销售部,,2026-03-01,,41',
        ',无名,销售部,,,,',
        'P3,,销售部,,,,',
        'P4,赵六,销售部,,2026-02-30,,',
        'P5,钱七,销售部,P99,2026/3/1,,',
        'P1,又来,销售部,,,,',
        'P7,孙八,销售部,,,外星,',
        'P8,周九',
        'P9,吴十,销售部,,2026年3月1日,辞职,42',
      ].join('\n'),
    )
    const { code, out } = await runVerb(['import', 'people', path], env)
    expect(code).toBe(1)
    expect(out.trim().split('\n')).toEqual([
      'line 3: id is missing',
      'line 4: name is missing',
      'line 5: joined_on is not a date: “2026-02-30”; for example 2026-03-01',
      'line 6: manager_id “P99” is not on the staff list (imported, with this left empty)',
      'line 7: id “P1” is in the file twice; the first one counts',
      'line 8: left_kind: “外星” is not known',
      'line 9: this line has another number of columns than the header (a quote missing?)',
      'Columns not used: shoe_size',
      'people: 3 added, 0 changed, 0 unchanged, 6 left out',
    ])
    const people = await readDatabase(config, (stores) => stores.people.all())
    expect(people.map((person) => [person.id, person.joinedOn, person.leftKind])).toEqual([
      ['P1', '2026-03-01', null],
      ['P5', '2026-03-01', null],
      ['P9', '2026-03-01', 'voluntary'],
    ])
    expect((await runVerb(['import', 'people', path], { ...env, LANG: 'zh_CN.UTF-8' })).out).toContain(
      '第 3 行：缺少 id',
    )
  })

  test('Chinese headers, GBK, a byte order mark, UTF-16, semicolons', async () => {
    const { env, file, config } = setup()
    const files = [
      file('gbk.csv', GBK),
      file('bom.csv', '\ufeff工号,姓名,部门\n1002,李四,研发部\n'),
      file('utf16.csv', Buffer.from('\ufeff工号\t姓名\t部门\n1003\t王五\t财务部\n', 'utf16le')),
      file('semicolon.csv', '工号;姓名;部门\r\n1004;"赵;六";行政部\r\n'),
    ]
    for (const path of files) {
      const { code, out } = await runVerb(['import', 'people', path], env)
      expect(out, path).toContain('1 added')
      expect(code).toBe(0)
    }
    const people = await readDatabase(config, (stores) => stores.people.all())
    expect(people.map((person) => `${person.id} ${person.name} ${person.department}`)).toEqual([
      '1001 张三 销售部',
      '1002 李四 研发部',
      '1003 王五 财务部',
      '1004 赵;六 行政部',
    ])
  })

  test('customers: owner, grade, numbers; dates are planned at once', async () => {
    const { env, file, config } = setup()
    await runVerb(['import', 'people', file('people.csv', 'id,name\nS1,销售一\n')], env)
    const path = file(
      'customers.csv',
      '客户编号,客户名称,等级,负责人,上次拜访,来访次数,消费额\nK1,甲公司,b级,S1,2026-11-01,,\nK2,乙公司,,S9,2026-11-01,"1,2","¥1,300.50"\nK3,丙公司,,S1,昨天,,\n',
    )
    const { out } = await runVerb(['import', 'customers', path], env)
    expect(out).toContain('line 3: owner_id “S9” is not on the staff list (imported, with this left empty)')
    expect(out).toContain('line 4: last_visit_on is not a date: “昨天”')
    expect(out).toContain('customers: 2 added')
    const customers = await readDatabase(config, (stores) => stores.customers.all())
    expect(customers).toMatchObject([
      { id: 'K1', grade: 'B', ownerId: 'S1', lastVisitOn: '2026-11-01' },
      { id: 'K2', grade: null, ownerId: null, visits: 12, spend: 1300.5 },
    ])
    const occurrences = await readDatabase(config, (stores) =>
      stores.occurrences.of('customer-revisits/b', 'customer:K1'),
    )
    expect(occurrences).toHaveLength(1)
    expect((await runVerb(['import', 'customers', path], env)).out).toContain('0 added, 0 changed, 2 unchanged')
    expect(await readDatabase(config, (stores) => stores.occurrences.all())).toHaveLength(3)
  })

  test('a file that is none, a folder, no id column, an empty file: a sentence each', async () => {
    const { env, file } = setup()
    const failed = async (...args: string[]) => {
      const result = await runVerb(['import', ...args], env)
      expect(result.code).toBe(1)
      expect(result.err).not.toContain('    at ')
      return result.err
    }
    expect(await failed('people', '/nowhere.csv')).toContain('There is no file /nowhere.csv.')
    expect(await failed('people', file('x.csv', 'name,age\na,1\n'))).toContain('must name the columns, "id" among them')
    expect(await failed('people', file('e.csv', ''))).toContain('is empty')
    expect(await failed('cats', file('c.csv', ''))).toContain('Usage: import people FILE')
  })

  test('somebody who leaves hands over what they had open', async () => {
    const { env, file, config } = setup()
    const people = (left: string) =>
      file('people.csv', `id,name,department,manager_id,left_on\nS1,销售一,,E004,${left}\n`)
    const customers = file('customers.csv', 'id,name,grade,owner_id,last_visit_on\nK1,甲,E,S1,2026-11-10\n')
    await runVerb(['import', 'people', people('')], env)
    await runVerb(['import', 'customers', customers], env)
    const owners = async () =>
      (await readDatabase(config, (stores) => stores.occurrences.of('customer-revisits/e', 'customer:K1'))).map(
        (one) => one.ownerId,
      )
    expect(await owners()).toEqual(['S1'])
    await runVerb(['import', 'people', people('2020-01-01')], env)
    expect(await owners()).toEqual([null])
  })
})
