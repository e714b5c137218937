import { allQuestions } from '../form/form.ts'
import type { Text } from '../text.ts'
import { checkBoxes } from './check-boxes.ts'
import type { Programs } from './programs.ts'
import type { ProgramsFault } from './programs-fault.ts'

/** Checks the names by which definitions refer to each other: roles, channels, forms. */
export function checkPrograms({ company, forms, cadences, boxes }: Programs): ProgramsFault[] {
  const faults: ProgramsFault[] = []
  const add = (definition: string, path: (string | number)[], text: Text) => faults.push({ definition, path, text })
  const role = (definition: string, path: (string | number)[], name: string) => {
    if (name in company.roles) return
    add(definition, path, {
      'zh-CN': `company.yaml 里没有角色“${name}”`,
      en: `company.yaml has no role “${name}”`,
    })
  }
  const form = (definition: string, path: (string | number)[], name: string) => {
    if (forms.has(name)) return
    add(definition, path, { 'zh-CN': `没有表单“${name}”`, en: `there is no form “${name}”` })
  }

  for (const { form: one } of forms.values()) {
    if (one.readers !== null) role(`form:${one.id}`, ['readers'], one.readers)
  }
  for (const cadence of cadences.values()) {
    const name = `cadence:${cadence.id}`
    if (cadence.record !== null) form(name, ['record'], cadence.record)
    if (cadence.send !== null) form(name, ['send'], cadence.send)
    const record = cadence.record === null ? undefined : forms.get(cadence.record)
    const how = allQuestions(record?.form.items ?? []).find((question) => question.id === 'how')
    for (const [index, series] of cadence.series.entries()) {
      const path = cadence.series.length > 1 ? ['series', index] : []
      if (series.who.kind === 'role') role(name, [...path, 'who', 'role'], series.who.role)
      if (series.dates.kind !== 'every') continue
      for (const kind of Object.keys(series.dates.after)) {
        if (how?.options.some((option) => option.id === kind)) continue
        add(name, [...path, 'after', kind], {
          'zh-CN': `记录表“${cadence.record}”的题目 how 没有选项“${kind}”`,
          en: `the question \`how\` of the record form “${cadence.record}” has no option “${kind}”`,
        })
      }
    }
  }
  faults.push(...checkBoxes({ boxes, company }))
  return faults
}
