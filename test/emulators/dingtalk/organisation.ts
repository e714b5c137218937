import type { CardInstance } from './card.ts'

/** Somebody of the company, as the contacts tell it. */
export interface StaffMember {
  readonly userid: string
  readonly unionid: string
  readonly name: string
  readonly dept_id_list: readonly number[]
  readonly title?: string
  readonly job_number?: string
  readonly mobile?: string
  readonly state_code?: string
  readonly email?: string
  readonly org_email?: string
  readonly manager_userid?: string
}

export interface Department {
  readonly dept_id: number
  readonly name: string
  readonly parent_id: number
}

export interface SentFile {
  readonly name: string
  readonly type: string
  readonly bytes: Uint8Array
}

/** A message as it stands in a conversation. */
export interface Shown {
  readonly n: number
  readonly id: string
  /** A user id alone with the robot, or an open conversation id. */
  readonly in: string
  /** A user id, or `hearback`. */
  readonly from: string
  readonly title: string
  readonly text: string
  readonly card: CardInstance | null
  readonly file: SentFile | null
  /** Buttons of an ActionCard: each opens its address. */
  readonly buttons: readonly CardButton[]
  recalled: boolean
  read: boolean
}

type NewMessage = Pick<Shown, 'in' | 'from'> & Partial<Pick<Shown, 'title' | 'text' | 'card' | 'file' | 'buttons'>>

export interface CardButton {
  readonly title: string
  readonly url: string
}

/** The company on DingTalk's side: who is there, and everything they see. */
export class Organisation {
  readonly people = new Map<string, StaffMember>()
  readonly departments: Department[] = [{ dept_id: 1, name: '公司', parent_id: 0 }]
  /** Groups in which the robot is. */
  readonly groups = new Set<string>()
  readonly flowControlled = new Set<string>()
  readonly filtered = new Set<string>()
  readonly shown: Shown[] = []
  readonly #recent = new Set<string>()
  readonly #onChange: () => void
  /** Grows with everything that passes. */
  activity = 0

  constructor(onChange: () => void) {
    this.#onChange = onChange
  }

  add(member: Partial<StaffMember> & { readonly userid: string }): void {
    const { userid } = member
    this.people.set(userid, { unionid: `union-${userid}`, name: userid, dept_id_list: [1], ...member })
  }

  show(message: NewMessage): Shown {
    const n = this.shown.length + 1
    const empty = { title: '', text: '', card: null, file: null, buttons: [] }
    const shown = { ...empty, ...message, n, id: `m${n}`, recalled: false, read: false }
    this.shown.push(shown)
    this.changed()
    return shown
  }

  /** The same text to the same place on one day is dropped, although success is answered. */
  isRepetition(place: string, content: string): boolean {
    const same = JSON.stringify([place, content])
    if (this.#recent.has(same)) return true
    this.#recent.add(same)
    return false
  }

  in(place: string): Shown[] {
    return this.shown.filter((message) => message.in === place && !message.recalled)
  }

  changed(): void {
    this.activity++
    this.#onChange()
  }
}
