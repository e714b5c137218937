// What a flow works with

// What an adapter works with
export type { Adapter, LookUp, Post, Receive, Reception, SendOutcome, Target } from './adapter.ts'
export type {
  Broadcast,
  BroadcastStore,
  Errand,
  ErrandsDone,
  RoutePlan,
  SendingPlan,
  SendingPlanner,
  Sendings,
  SentMessages,
} from './broadcast.ts'
export type { BucketStore } from './bucket.ts'
export type { CallBudget, Capabilities, Limit, Limits, SheetCapability } from './capabilities.ts'
export type { ChoiceStore } from './choices.ts'
// What everything works with
export type { Clock, Instant } from './clock.ts'
export type { Control } from './controls.ts'
// What the database keeps for the core
export type { Conversation, ConversationStore } from './conversation.ts'
export type { Directory, DirectoryChange, DirectoryPerson, NoteDirectoryChange } from './directory.ts'
export { ConflictError, HearbackError, loggable, retryConflicts } from './errors.ts'
export { failedSend } from './failed-send.ts'
export type { Finding } from './finding.ts'
export type {
  AnonymousEvent,
  AnonymousFlow,
  Command,
  CoreStores,
  DueWork,
  FallbackFlow,
  Flow,
  Outcome,
  Say,
  Turn,
  View,
  ViewContext,
} from './flow.ts'
export { anyOf, createFormPages, type FormPage, type FormPages } from './form-pages.ts'
export type { CarriedPicture, FormFiles } from './form-pictures.ts'
export { Identified } from './identified.ts'
export { inTime, LATE } from './in-time.ts'
export type { Account, Inbound, InboundFile, Place } from './inbound.ts'
export { inert } from './inert.ts'
export { keyFrom } from './key-from.ts'
export type { LeaseStore } from './lease.ts'
export type { Log, LogFields } from './log.ts'
export type { Member, Members } from './member.ts'
export {
  type Action,
  type Bar,
  type Field,
  type FieldOption,
  filledIn,
  type Message,
  type OutFile,
  type Section,
  type Sheet,
  type SheetStep,
  type SheetValues,
} from './message.ts'
export { type Choice, fitsIn, numbered } from './numbered.ts'
export {
  type Address,
  type Addressed,
  type Claim,
  type Content,
  isUnasked,
  isUrgent,
  MESSAGE_CLASSES,
  type MessageClass,
  OUTBOX_STATES,
  type OutboxDraft,
  type OutboxQuery,
  type OutboxRow,
  type OutboxState,
  type OutboxStore,
  type Posted,
  type Recipient,
  type Routes,
  SEALED_ROUTE,
  SET_ASIDE,
  type SendMethod,
  type Settlement,
  UNTOLD_MS,
} from './outbox.ts'
export { type AddressBook, createOwe, type Owe } from './owe.ts'
export {
  type FormPictures,
  PICTURES,
  type Picture,
  type PictureCleaner,
  type PictureFault,
  type PictureTrace,
  type PictureTraceKind,
  type Upload,
} from './picture.ts'
export type { Decision, HeldMessage, Question } from './question.ts'
export type { Random } from './random.ts'
// What the composition root puts together
export { createReceive, type ReceiverParts } from './receive.ts'
export { sayHere, sayToThem } from './reply.ts'
export { Router } from './router.ts'
export type { SeenStore } from './seen.ts'
export type { OnServerDate } from './server-date.ts'
export type { SheetData, SheetSeal } from './sheet-seal.ts'
export { openTicket, type SheetTicket, sealTicket } from './sheet-ticket.ts'
export { normalise, shorten, textLength } from './text.ts'
export type { Transactor } from './transactor.ts'
export { LOCALES, type Locale, type Text, toLocale } from './words.ts'
