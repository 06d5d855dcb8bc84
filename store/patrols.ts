import type { Selectable } from "kysely";
import type { Instant } from "../domain/time.ts";
import type { Database, PatrolTable } from "./schema.ts";
import type { NewPatrol, PatrolFiles, PatrolRecord, PatrolStore } from "./store.ts";

/** Everything but the frozen texts. */
const COLUMNS = [
  "id",
  "portal_key",
  "portal",
  "catalogue",
  "key",
  "as_of",
  "started_at",
  "finished_at",
  "complete",
  "only_units",
  "versions",
  "out",
  "counts",
  "portal_facts",
  "warnings",
] as const satisfies readonly (keyof PatrolTable)[];

/** Patrols from their start to their end; what they found is recorded elsewhere. */
export function patrolStore(db: Database): PatrolStore {
  const select = () => db.selectFrom("patrols").select(COLUMNS);
  const first = async (query: ReturnType<typeof select>) => {
    const row = await query.limit(1).executeTakeFirst();
    return row ? toPatrol(row) : null;
  };
  return {
    createPatrol: (patrol) => createPatrol(db, patrol),
    unfinishedPatrol: (portalKey, key) =>
      first(
        select()
          .where("portal_key", "=", portalKey)
          .where("key", "=", key)
          .where("finished_at", "is", null)
          .orderBy("started_at", "desc")
          .orderBy("id", "desc"),
      ),
    abandonPatrol: (id, at) => abandonPatrol(db, id, at),
    patrol: (id) => first(select().where("id", "=", id)),
    patrolFiles: (id) => patrolFiles(db, id),
    async patrols(portalKey) {
      const all = select().orderBy("started_at", "desc").orderBy("id", "desc");
      const rows = await (portalKey === null ? all : all.where("portal_key", "=", portalKey)).execute();
      return rows.map(toPatrol);
    },
    latestCompletePatrol: (portalKey) =>
      first(
        select()
          .where("portal_key", "=", portalKey)
          .where("complete", "=", 1)
          .where("only_units", "is", null)
          .orderBy("recorded", "desc"),
      ),
  };
}

/**
 * Throws unless the patrol can still be written to. It stays so until the end of the transaction.
 * @param use `alone` keeps other writers of this patrol out; `shared` only those that would end it.
 */
export async function demandUnfinished(
  transaction: Database,
  id: string,
  use: "alone" | "shared",
): Promise<Selectable<PatrolTable>> {
  const query = transaction.selectFrom("patrols").selectAll().where("id", "=", id);
  const row = await (use === "alone" ? query.forUpdate() : query.forShare()).executeTakeFirst();
  if (!row) throw new Error(`no patrol ${id} in the store`);
  if (row.finished_at !== null)
    throw new Error(`patrol ${id} is finished: it is history and cannot be changed`);
  return row;
}

function createPatrol(db: Database, patrol: NewPatrol): Promise<void> {
  return db.transaction().execute(async (transaction) => {
    await transaction
      .insertInto("patrols")
      .values({
        id: patrol.id,
        portal_key: patrol.portalKey,
        portal: patrol.portal,
        catalogue: patrol.catalogue,
        key: patrol.key,
        as_of: patrol.asOf,
        started_at: patrol.startedAt,
        finished_at: null,
        complete: null,
        recorded: null,
        only_units: patrol.onlyUnits && JSON.stringify(patrol.onlyUnits),
        versions: JSON.stringify(patrol.versions),
        portal_file: patrol.portalFile,
        catalogue_file: patrol.catalogueFile,
        out: patrol.out,
        counts: null,
        portal_facts: null,
        warnings: "[]",
      })
      .execute();
  });
}

function abandonPatrol(db: Database, id: string, at: Instant): Promise<void> {
  return db.transaction().execute(async (transaction) => {
    await demandUnfinished(transaction, id, "alone");
    await transaction
      .updateTable("patrols")
      .set({ finished_at: at, complete: 0 })
      .where("id", "=", id)
      .execute();
  });
}

async function patrolFiles(db: Database, id: string): Promise<PatrolFiles | null> {
  const files = db.selectFrom("patrols").select(["portal_file", "catalogue_file"]).where("id", "=", id);
  const row = await files.executeTakeFirst();
  return row ? { portalFile: row.portal_file, catalogueFile: row.catalogue_file } : null;
}

function toPatrol(row: Pick<PatrolTable, (typeof COLUMNS)[number]>): PatrolRecord {
  return {
    id: row.id,
    portal: row.portal,
    catalogue: row.catalogue,
    asOf: row.as_of,
    versions: JSON.parse(row.versions),
    onlyUnits: row.only_units === null ? null : JSON.parse(row.only_units),
    portalKey: row.portal_key,
    key: row.key,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    complete: row.complete === null ? null : row.complete === 1,
    out: row.out,
    counts: row.counts === null ? null : JSON.parse(row.counts),
    portalFacts: row.portal_facts === null ? null : JSON.parse(row.portal_facts),
    warnings: JSON.parse(row.warnings),
  };
}
