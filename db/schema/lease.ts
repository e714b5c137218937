/** `token` grows with every change of hands: what an earlier holder still wants to do is told by it. */
export interface LeaseTable {
  name: string
  owner: string
  token: number
  until: number
}
