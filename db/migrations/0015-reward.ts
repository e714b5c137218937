import type { Migrate } from './migration.ts'

/** Rewards that wait to be collected. */
export const up: Migrate = async ({ schema }) => {
  await schema
    .createTable('reward_voucher')
    .addColumn('lookup', 'text', (c) => c.primaryKey())
    .addColumn('reward', 'text', (c) => c.notNull())
    .addColumn('given_on', 'text')
    .execute()
}
