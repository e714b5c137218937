/** What WeCom says no with. */
export class WecomError extends Error {
  override name = 'WecomError'
  readonly errcode: number

  constructor(errcode: number, errmsg: string) {
    super(errmsg)
    this.errcode = errcode
  }
}
