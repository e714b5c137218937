import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createOwe, Identified } from '#core'
import { openDatabase, type Stores } from '#db'
import { answer, current, type Form, parseAnswer, START, skip, type Walk } from '#domain'
import { LocalDriver, sentMessages } from '#jobs'
import { openVault, systemRandom } from '#vault'
import { Addresses } from '../src/addresses.ts'
import { Bot } from '../src/bot.ts'
import { loadPrograms } from '../src/definitions/load-programs.ts'
import { composeFlows, SHIPPED_DEFINITIONS } from '../src/flows.ts'
import { Metrics } from '../src/metrics.ts'
import { pictureCleaner } from '../src/picture-cleaner.ts'
import { SAMPLE_FOLDER } from '../src/sample-company.ts'
import { sendingPlanner } from '../src/sending-planner.ts'
import { systemClock } from '../src/system-clock.ts'
import { NullPlatform, silent } from './parts/null-platform.ts'
import { median, quantile, report } from './report.ts'

// The F1 survey, one question per message, with every guarantee on SQLite (de-duplication, state, outbox in one
// durable transaction; each prompt claimed, sent and settled), beside a bare loop over the same form walker.

const PEOPLE = 200
const IN_FLIGHT = 32
const REPEATS = 3
const ANSWERS = ['D', '太吵了', '2', 'a', '满意', 'B', '是', '跳过', 'c', 'B', 'A,C', '没有']

interface Figures {
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
}

async function withGuarantees(): Promise<Figures & { rss: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'hearback-bench-'))
  const database = openDatabase(`sqlite:${join(folder, 'bench.sqlite')}`)
  await database.migrate()
  const vault = await openVault(join(folder, 'keys'))
  const programs = loadPrograms([...SHIPPED_DEFINITIONS, SAMPLE_FOLDER], 'en')
  const queue = new LocalDriver(systemClock, silent)
  const adapter = new NullPlatform()
  const current = () => programs
  const addresses = new Addresses({
    adapters: [adapter],
    programs: current,
    openAddress: () => null,
    openSigner: () => null,
  })
  const owe = createOwe(addresses, systemRandom, async () => null)
  const planner = sendingPlanner(addresses, [adapter])
  const wake = () => queue.wake()
  const shared = {
    database,
    programs: current,
    clock: systemClock,
    random: systemRandom,
    log: silent,
    owe,
    planner,
    sent: sentMessages<Stores>({ adapters: [adapter] }),
    vault,
    wake,
    directories: [],
    addresses,
  }
  const bot = new Bot({
    ...shared,
    ...composeFlows(shared),
    adapters: [adapter],
    sheets: vault.sheets,
    log: silent,
    metrics: new Metrics(),
    queue,
    maySend: () => true,
    cleaner: pictureCleaner(),
    publicUrl: null,
    work: [],
    jobs: [],
  })
  const pinned = programs.forms.get('new-employee-survey')
  if (!pinned) throw new Error('no survey')
  await database.transaction((stores) => invite(stores, pinned.content, JSON.stringify(pinned.form)))
  await bot.start({ gateway: true, worker: true })

  const times: number[] = []
  let event = 0
  const tell = async (person: string, what: { text: string } | { actionId: string; value: string }) => {
    const began = performance.now()
    await adapter.receive({
      ...('text' in what ? { kind: 'text', ...what } : { kind: 'action', messageId: 'm', ...what }),
      key: `e${event++}`,
      from: new Identified({ platform: 'nothing', workspace: 'bench', userId: person }),
      place: { kind: 'direct' },
    })
    times.push(performance.now() - began)
  }
  const oneSurvey = async (person: string) => {
    await tell(person, { actionId: 'survey.start', value: 'round' })
    for (const text of ANSWERS) await tell(person, { text })
    await tell(person, { text: '提交' })
  }

  const began = performance.now()
  await inFlight(PEOPLE, (n) => oneSurvey(`p${n}`))
  await bot.settled()
  const seconds = (performance.now() - began) / 1000
  const rss = process.memoryUsage().rss / 2 ** 20
  const done = await database.transaction((stores) => stores.forms.submissions('new-employee-survey'))
  if (done.length !== PEOPLE || adapter.sent < times.length) throw new Error(`lost: ${done.length}, ${adapter.sent}`)
  await bot.stop(1000)
  await database.close()
  rmSync(folder, { recursive: true })
  return { perSecond: times.length / seconds, p50: quantile(times, 0.5), p99: quantile(times, 0.99), rss }
}

async function invite(stores: Stores, content: string, form: string): Promise<void> {
  const ids = Array.from({ length: PEOPLE }, (_, n) => `p${n}`)
  const nobody = { department: '', managerId: null, title: '', email: '', mobile: '', joinedOn: null, leftOn: null }
  await stores.people.put(
    ids.map((id) => ({
      ...nobody,
      id,
      name: id,
      leftReason: '',
      leftKind: null,
      keyPerson: false,
      locale: null,
      timezone: null,
    })),
  )
  await stores.people.link(ids.map((id) => ({ platform: 'nothing', workspace: 'bench', userId: id, personId: id })))
  await stores.forms.pin(content, form)
  await stores.forms.openRound({ id: 'round', form: 'new-employee-survey', content, openedBy: null, openedAt: 0 })
  await stores.forms.invite('round', ids)
}

/** The same answers through the same walker, in memory, with nothing around it: the limit. */
async function bare(form: Form): Promise<Figures> {
  const times: number[] = []
  const began = performance.now()
  await inFlight(PEOPLE, async () => {
    let walk: Walk = START
    for (const text of ANSWERS) {
      const started = performance.now()
      const question = current(form, walk)
      if (!question) throw new Error('finished early')
      const parsed = text === '跳过' ? null : parseAnswer(question, text)
      if (parsed && 'fault' in parsed) throw new Error(`not an answer: ${text}`)
      walk = parsed ? answer(walk, question.id, parsed.value) : skip(walk, question.id)
      current(form, walk)
      times.push(performance.now() - started)
      await null
    }
    times.push(0, 0)
  })
  const seconds = (performance.now() - began) / 1000
  return { perSecond: times.length / seconds, p50: quantile(times, 0.5), p99: quantile(times, 0.99) }
}

async function inFlight(count: number, work: (n: number) => Promise<void>): Promise<void> {
  let next = 0
  const worker = async () => {
    while (next < count) await work(next++)
  }
  await Promise.all(Array.from({ length: IN_FLIGHT }, worker))
}

const form = loadPrograms([...SHIPPED_DEFINITIONS, SAMPLE_FOLDER], 'en').forms.get('new-employee-survey')?.form
if (!form) throw new Error('no survey')
await bare(form)
const full: (Figures & { rss: number })[] = []
const limit: Figures[] = []
for (let repeat = 0; repeat < REPEATS; repeat++) {
  full.push(await withGuarantees())
  limit.push(await bare(form))
}

const of = (figures: readonly Figures[], name: keyof Figures) => median(figures.map((one) => one[name]))
const ratio = of(full, 'perSecond') / of(limit, 'perSecond')
report('conversation', [
  `The F1 survey, ${PEOPLE} people, ${IN_FLIGHT} in flight, ${ANSWERS.length + 2} events each, ${REPEATS} interleaved repeats, medians.`,
  '',
  '| | events/s | p50 ms | p99 ms | RSS MB |',
  '|---|---|---|---|---|',
  `| every guarantee, SQLite (synchronous FULL) | ${of(full, 'perSecond').toFixed(0)} | ${of(full, 'p50').toFixed(2)} | ${of(full, 'p99').toFixed(2)} | ${median(full.map((one) => one.rss)).toFixed(0)} |`,
  `| bare loop over the same walker, in memory | ${of(limit, 'perSecond').toFixed(0)} | ${of(limit, 'p50').toFixed(3)} | ${of(limit, 'p99').toFixed(3)} | – |`,
  '',
  `Ratio: ${ratio.toFixed(4)} of the bare loop. One event is two or three durable commits: the answer, the claim, the outcome.`,
])
