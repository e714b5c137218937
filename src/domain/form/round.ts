import type { Answers } from './form.ts'

/** One sending of a form to a number of people. */
export interface Round {
  readonly id: string
  readonly form: string
  /** Hash of the content that was sent. */
  readonly content: string
  /** Who sent it; null when a cadence did. */
  readonly openedBy: string | null
  readonly openedAt: number
}

export interface Invitation {
  readonly round: string
  readonly person: string
  readonly state: 'invited' | 'submitted' | 'declined'
}

export interface FormSubmission {
  readonly id: string
  readonly round: string
  readonly form: string
  /** Hash of the content it was answered on. */
  readonly content: string
  /** Hash of what makes answers comparable: ids, kinds, options, conditions. Not the wording. */
  readonly shape: string
  readonly person: string
  readonly answers: Answers
  readonly submittedAt: number
}

export interface FormStore {
  /** Keeps a definition's content under its hash; conversations are pinned to it. */
  pin(hash: string, content: string): Promise<void>
  pinned(hash: string): Promise<string | null>
  /** False when this round exists already. */
  openRound(round: Round): Promise<boolean>
  round(id: string): Promise<Round | null>
  rounds(form: string): Promise<Round[]>
  /** Invites those who are not yet; answers who was new. */
  invite(round: string, people: readonly string[]): Promise<string[]>
  invitation(round: string, person: string): Promise<Invitation | null>
  /** Rounds that somebody has been asked to fill in and has neither submitted nor declined, oldest first. */
  openFor(person: string): Promise<Round[]>
  decline(round: string, person: string): Promise<void>
  /** Writes a submission and closes the invitation. False when this person has submitted in this round before. */
  submit(submission: FormSubmission): Promise<boolean>
  invitations(form: string): Promise<{ invited: number; submitted: number; declined: number }>
  /** How many have submitted in one round. */
  answered(round: string): Promise<number>
  submissions(form: string): Promise<FormSubmission[]>
}
