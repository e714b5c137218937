/** What a private form carries while it is open, sealed so that neither the platform nor the person can change it. */
export interface SheetData {
  /** The flow that opened it and takes the values. */
  readonly flow: string
  /** Which of the flow's forms it is. */
  readonly form: string
  /** Random; a form is taken once. */
  readonly id: string
  readonly args: Readonly<Record<string, string>>
}

export interface SheetSeal {
  seal(data: SheetData): string
  /** Null when it was not sealed here or was changed. */
  open(state: string): SheetData | null
}
