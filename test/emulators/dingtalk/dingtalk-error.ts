/** DingTalk says no. Of the newer interfaces with a status and a word, of the older ones with 200 and a number. */
export class DingtalkError extends Error {
  readonly status: number
  readonly body: Readonly<Record<string, unknown>>

  private constructor(status: number, body: Readonly<Record<string, unknown>>) {
    super(JSON.stringify(body))
    this.status = status
    this.body = body
  }

  static refused(code: string, status = 400): DingtalkError {
    return new DingtalkError(status, { code, message: code, requestid: 'request' })
  }

  static old(errcode: number, errmsg: string): DingtalkError {
    return new DingtalkError(200, { errcode, errmsg, request_id: 'request' })
  }

  /** How the `topapi` interfaces say what others say with a number of its own. */
  static wrapped(subCode: string, subMsg: string): DingtalkError {
    const errmsg = `ding talk error[subcode=${subCode},submsg=${subMsg}]`
    return new DingtalkError(200, { errcode: 88, sub_code: subCode, sub_msg: subMsg, errmsg, request_id: 'request' })
  }
}
