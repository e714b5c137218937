/** What goes wrong, and how often. Numbers count down with each time; `true` stays until it is put back. */
export interface Faults {
  /** Upgrades to a WebSocket that are refused. */
  refuseConnects: number
  /** Subscriptions that are not answered. */
  ignoreSubscribes: number
  /** Frames that are taken and never acknowledged. */
  withholdAcks: number
  /** Frames that are acknowledged so many ms late. */
  lateAckMs: number
  duplicateAcks: boolean
  /** The socket stays open, nothing comes through it any more. */
  halfOpen: boolean
  /** The socket is up, the server has forgotten the subscription. */
  forgetSubscription: boolean
  /** Requests answered with a page in the place of JSON, with 502, or not at all after their effect. */
  html: number
  badGateway: number
  loseReplies: number
  /** Requests to sockets that are cut before they are read. */
  cutRequests: number
  /** Requests answered with 45009. */
  busy: number
  slowTokenMs: number
  /** The IP of the caller is not trusted. */
  untrusted: boolean
  /** ms that the platform's clock is ahead. */
  skewMs: number
}

export function noFaults(): Faults {
  return {
    refuseConnects: 0,
    ignoreSubscribes: 0,
    withholdAcks: 0,
    lateAckMs: 0,
    duplicateAcks: false,
    halfOpen: false,
    forgetSubscription: false,
    html: 0,
    badGateway: 0,
    loseReplies: 0,
    cutRequests: 0,
    busy: 0,
    slowTokenMs: 0,
    untrusted: false,
    skewMs: 0,
  }
}

type Counted =
  | 'refuseConnects'
  | 'ignoreSubscribes'
  | 'withholdAcks'
  | 'html'
  | 'badGateway'
  | 'loseReplies'
  | 'cutRequests'
  | 'busy'

/** Whether this time it goes wrong. */
export function strikes(faults: Faults, name: Counted): boolean {
  if (faults[name] <= 0) return false
  faults[name]--
  return true
}
