import { writeFileSync } from 'node:fs'
import { HearbackError } from '#core'

/** Flags of Node that write memory to the disk or let others read it: reports, heap snapshots, inspectors, core dumps. */
const DUMPS = [
  '--inspect',
  '--report-',
  '--heapsnapshot-',
  '--heap-prof',
  '--abort-on-uncaught-exception',
  '--track-heap-objects',
]

/** What a core dump of this process would hold: nothing of its memory (core(5), `/proc/pid/coredump_filter`). */
const CORE_DUMP_FILTER = '/proc/self/coredump_filter'

/**
 * What the process has in its memory stays there: neither a diagnostic report nor a core dump is to hold what somebody
 * wrote. Children inherit the filter. Where the system has none, `ulimit -c 0` is the operator's to set.
 */
export function leaveNoDumps(): void {
  const { report } = process
  report.reportOnFatalError = false
  report.reportOnUncaughtException = false
  report.reportOnSignal = false
  report.excludeEnv = true
  try {
    writeFileSync(CORE_DUMP_FILTER, '0')
  } catch {
    // Not Linux, or a kernel without it.
  }
}

/** @throws HearbackError when Node was started so that it would write its memory to the disk, or show it */
export function refuseDumps(nodeOptions: readonly string[]): void {
  const found = nodeOptions.filter((option) => DUMPS.some((flag) => option.startsWith(flag)))
  if (found.length === 0) return
  throw new HearbackError(
    'dumps',
    `Node was started with ${found.join(' ')}, which writes its memory to the disk or shows it, and what people wrote in confidence with it. Take it out of NODE_OPTIONS or of the command.`,
    {
      zh: `Node 启动时带了 ${found.join(' ')}：它会把内存写到磁盘上或展示出来，员工私下写的话也在里面。请从 NODE_OPTIONS 或命令里去掉。`,
    },
  )
}
