import { type Migration, Migrator, sql } from "kysely";
import type { ColumnTypes } from "./engine.ts";
import { createFirstTables } from "./migration-0001.ts";
import { createServiceTables } from "./migration-0002.ts";
import { addReadingFigures } from "./migration-0003.ts";
import { addDriftedReadings } from "./migration-0004.ts";
import { createUnitDuties } from "./migration-0005.ts";
import { createItemChanges } from "./migration-0006.ts";
import { addReadingStatus } from "./migration-0007.ts";
import type { Database } from "./schema.ts";
import { StoreError } from "./store-error.ts";

const MIGRATION_TABLE = "kysely_migration";

/** Named by version. One that has been released is never changed: a new one is added. */
function migrations(types: ColumnTypes): Record<string, Migration> {
  return {
    "0001": { up: (db) => createFirstTables(db, types) },
    "0002": { up: (db) => createServiceTables(db, types) },
    "0003": { up: (db) => addReadingFigures(db, types) },
    "0004": { up: (db) => addDriftedReadings(db) },
    "0005": { up: (db) => createUnitDuties(db, types) },
    "0006": { up: (db) => createItemChanges(db, types) },
    "0007": { up: (db) => addReadingStatus(db) },
  };
}

/**
 * Brings a database to the schema that this program knows. Several processes may try at once: one does it, all or
 * nothing, and the others wait.
 *
 * @param schema Of the database, where it has several, the one to keep the tables in; else null.
 * @throws {StoreError} A newer program has already changed it.
 */
export async function migrate(
  db: Database,
  location: string,
  types: ColumnTypes,
  schema: string | null,
): Promise<void> {
  const known = migrations(types);
  const done = await versionsIn(db, schema);
  refuseNewer(location, done, Object.keys(known));
  if (done.length === Object.keys(known).length) return;
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => known },
    migrationTableName: MIGRATION_TABLE,
    ...(schema !== null && { migrationTableSchema: schema }),
  });
  const { error } = await migrator.migrateToLatest();
  if (error) throw error;
}

async function versionsIn(db: Database, schema: string | null): Promise<string[]> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  // Other programs may keep their tables in other schemas of the same database.
  const own = tables.filter((table) => schema === null || table.schema === schema);
  if (!own.some(({ name }) => name === MIGRATION_TABLE)) return [];
  const done = await sql<{ name: string }>`select name from ${sql.table(MIGRATION_TABLE)}`.execute(db);
  return done.rows.map(({ name }) => name);
}

function refuseNewer(location: string, done: readonly string[], known: readonly string[]): void {
  if (done.every((name) => known.includes(name))) return;
  const [theirs, ours] = [done, known].map((versions) => Number([...versions].sort().at(-1)));
  throw new StoreError(location, {
    zh: `数据结构版本为 ${theirs}，本程序只认识到版本 ${ours}，请升级 xuncha`,
    en: `its schema is version ${theirs}, this program knows up to version ${ours}; upgrade xuncha`,
  });
}
