export interface SeenTable {
  key: string
  at: number
}
