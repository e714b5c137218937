// Texts

// Cadences
export { type Cadence, type Series, seriesName, type Who } from './cadence/cadence.ts'
export {
  type ContactRecord,
  type Occurrence,
  type OccurrenceEnd,
  type OccurrenceStore,
  occurrenceKey,
} from './cadence/occurrence.ts'
export {
  closeAt,
  escalateAt,
  type Nominal,
  nextRepeat,
  type PlanContext,
  planOccurrence,
  remindAt,
  repeatPeriod,
  stepDates,
} from './cadence/plan.ts'
export {
  type Attributes,
  customerAttributes,
  customerRef,
  isSubject,
  parseRef,
  personAttributes,
  personRef,
  type SubjectRef,
} from './cadence/subject.ts'
export { chinaHolidays, weekdaysOnly } from './calendar/china.ts'
export { isISODuration, parseISODuration } from './calendar/iso-duration.ts'
// Time
export {
  addDays,
  addPeriod,
  dayOfWeek,
  daysBetween,
  isPlainDate,
  type PlainDate,
  parseDate,
} from './calendar/plain-date.ts'
export { isQuiet, mayWrite, morningOf, nextAllowed, type QuietHours, windowEnd } from './calendar/quiet-hours.ts'
export { showDate } from './calendar/show-date.ts'
export { type HolidayTable, WorkingCalendar } from './calendar/working-calendar.ts'
export { dateAt, instantAt, isTimeZone, type TimeOfDay, timeAt } from './calendar/zoned.ts'
export { levelAbove } from './case/appeal.ts'
export type { CaseAuthor, CaseAuthorStore } from './case/author.ts'
export {
  CASE_OUTCOMES,
  type CaseEntry,
  type CaseFile,
  type CaseOutcome,
  type CaseStore,
  type NewCaseEntry,
  type Tag,
  UNTOUCHED,
} from './case/case.ts'
export { afterStep, lifeOf } from './case/case-life.ts'
export {
  alarmsOf,
  CASE_CLOCKS,
  type CaseAlarm,
  type CaseClock,
  type CaseDebt,
  type CaseReminder,
  type CaseSpan,
  deadline,
  nextAlarmDay,
  owed,
} from './case/clock.ts'
// Cases
export { type ReadEntry, readAtDesk, readByAuthor, readOnAppeal, unpassed } from './case/entries.ts'
export { isExcluded, namedPeople } from './case/exclusion.ts'
export { fishing } from './case/fishing.ts'
export { type GiveAway, type GiveAwayKind, giveAways } from './case/give-away.ts'
export {
  CASE_PARTIES,
  CASE_STATES,
  CASE_STEPS,
  type CaseLife,
  type CaseParty,
  type CaseState,
  type CaseStep,
  type DeskStep,
  deskSteps,
  isLive,
  newLife,
  type Publication,
  step,
  stepsOf,
} from './case/life.ts'
export { type OnCall, onDuty, WEEKDAYS } from './case/on-call.ts'
export { type Windows, windowAfter, windowBefore, windowsOf } from './case/release-window.ts'
export {
  afterTurn,
  isAmong,
  nextBoard,
  type ReturnBoard,
  type ReturnWord,
  type ReturnWordStore,
  shownWords,
  type Turns,
  turnsForNews,
  UNCALLED,
} from './case/return-words.ts'
export type { Reward, RewardNote, RewardStore } from './case/reward.ts'
export { SEAL_SPREAD_DAYS, type SealingStore, sealDay } from './case/sealing.ts'
export {
  type CaseCount,
  endedQuarters,
  quarterDays,
  quarterOf,
  SMALLEST_GROUP,
  type StatisticsStore,
  type StatisticsTable,
  statisticsTable,
} from './case/statistics.ts'
export type { Department, SpeakUpBox, Topic } from './case/topic.ts'
export type { WaitingStore } from './case/waiting.ts'
export { type Company, hasRole, membersOf, type RoleMembers, rolesOf } from './company/company.ts'
export {
  type CodePurpose,
  canSpeakUp,
  hasAdministrator,
  type RoleHolder,
  type Setup,
  type SetupStore,
  SPEAK_UP_ROLES,
  withSetup,
} from './company/setup.ts'
export { CODE_LASTS_MS, mintCode, readCode } from './company/setup-code.ts'
// Customers
export { type Customer, type CustomerStore, type GradeRule, gradeOf } from './customer/customer.ts'
// Definitions
export { cadenceSchema } from './definition/cadence-schema.ts'
export { REWARDS_ROLE } from './definition/check-boxes.ts'
export { checkPresentation, type Presentation } from './definition/check-presentation.ts'
export { checkPrograms } from './definition/check-programs.ts'
export { companySchema } from './definition/company-schema.ts'
export { type DefinitionFault, readDefinition } from './definition/explain-issue.ts'
export { formSchema } from './definition/form-schema.ts'
export { neededChannels } from './definition/needed-channels.ts'
export { offeredBoxes } from './definition/offered-boxes.ts'
export type { PinnedForm, Programs } from './definition/programs.ts'
export type { ProgramsFault } from './definition/programs-fault.ts'
export { speakUpSchema } from './definition/speak-up-schema.ts'
export type { DirectoryEntry, DirectoryPlace, DirectoryStore, EntryState, KnownEntry } from './directory/directory.ts'
export { type DirectoryMatch, matchDirectory } from './directory/match-directory.ts'
export { holds } from './form/condition.ts'
export { explainFault } from './form/explain-fault.ts'
// Forms
export {
  type Answer,
  type Answers,
  allQuestions,
  type Condition,
  type Form,
  type Item,
  isBlock,
  type Option,
  type Question,
} from './form/form.ts'
export { type AnswerFault, checkMany, letterOf, type ParsedAnswer, parseAnswer } from './form/parse-answer.ts'
export { PinnedForms } from './form/pinned-forms.ts'
export { type QuestionResult, tally } from './form/results.ts'
export type { FormStore, FormSubmission, Invitation, Round } from './form/round.ts'
export { shapeOf } from './form/shape.ts'
export { readSheet, type SheetAnswers, type SheetField, sheetFields } from './form/sheet-fields.ts'
export { showAnswer } from './form/summary.ts'
export { answer, back, current, goTo, progress, pruned, START, skip, visible, type Walk } from './form/walk.ts'
export {
  CLOCK_CONFIRMED,
  CLOCK_DOUBT,
  CLOCK_LAST_SEEN,
  CLOCK_REPORT,
  type ClockDoubt,
  type ClockReport,
} from './installation/clock-doubt.ts'
export { doubtUntil, markRestored, RESTORED, restored } from './installation/restored.ts'
export { newPerson } from './person/new-person.ts'
export { isEmployed, LEFT_KINDS, type Person, type PersonAccount, type PersonStore } from './person/person.ts'
// People and the company
export { localeOf } from './person/person-locale.ts'
// Files people import
export { CUSTOMER_COLUMNS, type CustomerColumn, columnOf, PERSON_COLUMNS, type PersonColumn } from './roster/columns.ts'
export { readCustomers } from './roster/read-customers.ts'
export { type PersonRow, readPeople } from './roster/read-people.ts'
export { explainRowFault, type RowFault } from './roster/row-fault.ts'
export type { Reading, Row } from './roster/row-reader.ts'
// What the database keeps for the domain
export { type DomainStores, SCRUB_WANTED, type SettingStore } from './stores.ts'
export type { Locale, Text } from './text.ts'
