import type { TemplateCard } from './card-rules.ts'

/** Somebody of the company, as the contacts interface tells it. */
export interface StaffMember {
  readonly userid: string
  readonly name: string
  readonly department: readonly number[]
  readonly mobile?: string
  readonly position?: string
  readonly direct_leader?: readonly string[]
  /** 1 active, 2 disabled, 4 not yet activated, 5 has left. */
  readonly status?: number
  /** Outside what the application may see. */
  readonly hidden?: true
}

export interface Department {
  readonly id: number
  readonly name: string
  readonly parentid: number
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
  /** `bot:<userid>`, `app:<userid>`, `group:<chatid>` or `appchat:<chatid>`. */
  readonly in: string
  /** A userid, or `hearback`. */
  readonly from: string
  text: string
  card: TemplateCard | null
  file: SentFile | null
  recalled: boolean
}

/** The company on the platform's side: who is there, and everything they see. */
export class Tenant {
  readonly people = new Map<string, StaffMember>()
  readonly departments: Department[] = [{ id: 1, name: '公司', parentid: 0 }]
  readonly groups = new Map<string, Set<string>>()
  readonly shown: Shown[] = []
  /** Grows with everything that passes. */
  activity = 0

  add(member: Partial<StaffMember> & { readonly userid: string }): void {
    this.people.set(member.userid.toLowerCase(), { name: member.userid, department: [1], ...member })
  }

  /** Member ids are the same in upper and lower case. */
  find(userid: string): StaffMember | null {
    return this.people.get(userid.toLowerCase()) ?? null
  }

  show(message: Omit<Shown, 'n' | 'id' | 'recalled' | 'card' | 'file'> & Partial<Pick<Shown, 'card' | 'file'>>): Shown {
    this.activity++
    const n = this.shown.length + 1
    const shown: Shown = { card: null, file: null, ...message, n, id: `m${n}`, recalled: false }
    this.shown.push(shown)
    return shown
  }

  in(place: string): Shown[] {
    return this.shown.filter((message) => message.in === place)
  }
}
