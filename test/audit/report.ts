/** What a check has measured. */
export interface Measured {
  readonly check: string
  readonly figures: Readonly<Record<string, string | number>>
}

export interface Outcome {
  readonly file: string
  readonly name: string
  readonly state: string
  readonly seconds: number
}

interface Audit {
  readonly version: string
  readonly on: string
  readonly minutes: number
  readonly machine: string
  readonly measured: readonly Measured[]
  readonly outcomes: readonly Outcome[]
}

/** The page of an audit, from what was measured and nothing else. */
export function report({ version, on, minutes, machine, measured, outcomes }: Audit): string {
  const failed = outcomes.filter(({ state }) => state !== 'passed')
  const checks = [...new Set(measured.map(({ check }) => check))].toSorted()
  return [
    `# Privacy audit of ${version}`,
    '',
    `Written by \`npm run audit\` on ${on} in ${minutes} minutes (${machine}). Nobody outside has audited this release. What the checks mean, and what they cannot show: [threat model](../threat-model.md).`,
    '',
    `${outcomes.length - failed.length} checks passed, ${failed.length} failed.`,
    '',
    ...failed.map(({ file, name, state }) => `- **${state}**: ${name} (\`${file}\`)`),
    ...(failed.length > 0 ? [''] : []),
    ...checks.flatMap((check) => [`## ${check}`, '', ...table(measured.filter((one) => one.check === check)), '']),
    '## Every check',
    '',
    ...outcomes
      .toSorted((a, b) => a.file.localeCompare(b.file))
      .map(({ file, name, state, seconds }) => `- ${state}: ${inLine(name)} (\`${file}\`, ${seconds} s)`),
    '',
  ].join('\n')
}

function table(rows: readonly Measured[]): string[] {
  const columns = [...new Set(rows.flatMap(({ figures }) => Object.keys(figures)))]
  return [
    `| ${columns.join(' | ')} |`,
    `|${columns.map(() => '---').join('|')}|`,
    ...rows.map(({ figures }) => `| ${columns.map((column) => show(figures[column])).join(' | ')} |`),
  ]
}

function show(value: string | number | undefined): string {
  if (value === undefined) return ''
  return typeof value === 'number' ? value.toLocaleString('en') : value
}

/** A name as it stands in a list: on one line, its stars as stars. */
function inLine(name: string): string {
  return name.replace(/\s+/g, ' ').replaceAll('*', '\\*')
}
