/** A template as its builder has laid it out: what of the variables is shown where. */
export interface CardTemplate {
  readonly id: string
  /** Every name that it knows. */
  readonly variables: readonly string[]
  /** Shown one under the other. */
  readonly texts: readonly string[]
  readonly buttons: readonly ButtonSlot[]
  readonly form: FormSlot | null
}

/** A button, by the names of variables: shown while its label says something. */
interface ButtonSlot {
  readonly label: string
  readonly action: string
  readonly params: Readonly<Record<string, string>>
}

/** A form with its button: shown while the label says something. */
interface FormSlot {
  readonly fields: string
  readonly label: string
  /** What is named when it is sent. */
  readonly action: string
}

export type ParamMap = Readonly<Record<string, string>>

/** A card that was created: the same for everybody, save what is private to one of them. */
export interface CardInstance {
  readonly outTrackId: string
  readonly template: CardTemplate
  /** Taps are told over the connection; else to an address, which nobody listens at here. */
  readonly stream: boolean
  public: ParamMap
  private: Readonly<Record<string, ParamMap>>
}

interface SeenButton {
  readonly label: string
  readonly actionId: string
  readonly params: Readonly<Record<string, string>>
}

export interface CardField {
  readonly name: string
  readonly label?: string
  readonly type: string
  readonly placeholder?: string
  readonly required?: boolean
  readonly requiredMsg?: string
  readonly hidden?: boolean
  readonly readOnly?: boolean
  readonly defaultValue?: unknown
  readonly options?: readonly { readonly value: string; readonly text: string }[]
}

/** What somebody sees on a card. */
export interface SeenCard {
  readonly title: string
  readonly text: string
  /** What stands there last, under the rest: where a form has to be corrected. */
  readonly faults: string
  readonly buttons: readonly SeenButton[]
  readonly form: { readonly label: string; readonly action: string; readonly fields: readonly CardField[] } | null
}

export function seenBy({ template, ...card }: CardInstance, userId: string): SeenCard {
  const values: ParamMap = { ...card.public, ...card.private[userId] }
  const value = (name: string) => values[name] ?? ''
  const { texts, buttons, form } = template
  const [title = ''] = texts.map(value)
  return {
    title,
    text: texts.map(value).filter(Boolean).join('\n'),
    faults: form && texts.length > 2 ? value(texts.at(-1) ?? '') : '',
    buttons: buttons
      .filter(({ label }) => value(label) !== '')
      .map(({ label, action, params }) => ({
        label: value(label),
        actionId: value(action),
        params: Object.fromEntries(Object.entries(params).map(([name, variable]) => [name, value(variable)])),
      })),
    form:
      form && value(form.label) !== ''
        ? { ...form, label: value(form.label), fields: fieldsOf(value(form.fields)) }
        : null,
  }
}

function fieldsOf(json: string): readonly CardField[] {
  return (JSON.parse(json || '{}') as { fields?: readonly CardField[] }).fields ?? []
}
