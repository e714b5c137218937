import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CardTemplate } from './card.ts'

interface Dynamic {
  readonly content?: string
  readonly variable?: string
}

/** As much of an exported template as says what is shown where. */
interface Component {
  readonly componentName: string
  readonly props: {
    readonly title?: Dynamic
    readonly content?: Dynamic
    readonly text?: Dynamic
    readonly actionId?: Dynamic
    readonly formSchema?: Dynamic
    readonly params?: readonly { readonly name: string; readonly variable: string }[]
  }
  readonly children?: readonly Component[]
}

interface Exported {
  readonly schema: { readonly componentsTree: readonly Component[] }
  readonly variableList: readonly { readonly name: string }[]
}

/** The templates that a company imports: the card with buttons, and the one with a form. */
export const CARD_TEMPLATE = templateIn('card')
export const FORM_TEMPLATE = templateIn('form')

/** What an exported template shows, read from the file that is imported. */
function templateIn(name: string): CardTemplate {
  const file = join(import.meta.dirname, '../../../docs/dingtalk', `${name}.json`)
  const { editorData } = JSON.parse(readFileSync(file, 'utf8')) as { editorData: string }
  const { schema, variableList } = JSON.parse(editorData) as Exported
  const forms = named(schema.componentsTree, 'Form')
  const [submit] = forms.flatMap(({ children = [] }) => named(children, 'SingleButton'))
  const buttons = named(schema.componentsTree, 'SingleButton').filter((button) => button !== submit)
  const [form] = forms
  return {
    id: `${name}-template.schema`,
    variables: variableList.map((variable) => variable.name),
    texts: named(schema.componentsTree, 'CardHeaderV2', 'MarkdownBlock').map(
      ({ props }) => variableIn(props.title?.content) ?? props.content?.variable ?? '',
    ),
    buttons: buttons.map(({ props }) => ({
      label: variableIn(props.text?.content) ?? '',
      action: variableIn(props.actionId?.content) ?? '',
      params: Object.fromEntries((props.params ?? []).map((param) => [param.name, param.variable])),
    })),
    form:
      form && submit
        ? {
            fields: form.props.formSchema?.variable ?? '',
            label: variableIn(submit.props.text?.content) ?? '',
            action: submit.props.actionId?.content ?? '',
          }
        : null,
  }
}

/** In the order in which they stand. */
function named(components: readonly Component[], ...names: string[]): Component[] {
  return components.flatMap((one) => [
    ...(names.includes(one.componentName) ? [one] : []),
    ...named(one.children ?? [], ...names),
  ])
}

/** The variable that a text consists of. */
function variableIn(content: string | undefined): string | null {
  return /^\$\{(\w+)\}$/.exec(content ?? '')?.[1] ?? null
}
