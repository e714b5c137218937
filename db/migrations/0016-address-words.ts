import type { Migrate } from './migration.ts'

/** Two words of the receipt, sealed: what a nudge's button asks for. Addresses from before ask for the whole receipt. */
export const up: Migrate = async ({ schema }) => {
  await schema.alterTable('case_address').addColumn('words', 'text').execute()
}
