/** What the numbers of the newest numbered message at an address stand for. */
export interface ChoiceTable {
  address: string
  /** JSON. */
  choices: string
}
