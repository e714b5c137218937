import type { ColumnDefinitionBuilder, CreateTableBuilder, Kysely } from 'kysely'

/** What differs between the databases when a table is made. */
export interface MigrationContext {
  readonly dialect: 'sqlite' | 'postgres'
  /** A column that numbers rows in the order they were added. */
  readonly identity: {
    readonly type: Parameters<CreateTableBuilder<string>['addColumn']>[1]
    readonly column: (column: ColumnDefinitionBuilder) => ColumnDefinitionBuilder
  }
  /** What a transaction of changes begins with. */
  readonly begin?: (db: Kysely<unknown>) => Promise<void>
}

export type Migrate = (db: Kysely<unknown>, context: MigrationContext) => Promise<void>
