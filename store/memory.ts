import type { Selectable } from "kysely";
import type { Finding } from "../domain/finding.ts";
import type { PortalFacts } from "../domain/snapshot.ts";
import { recordFindings } from "./finding-record.ts";
import { history } from "./history.ts";
import { demandUnfinished } from "./patrols.ts";
import type { Database, PatrolTable } from "./schema.ts";
import type { MemoryStore, PatrolConclusion, PatrolCounts } from "./store.ts";
import { recordUnit } from "./unit-record.ts";

/** What one patrol leaves to the next. */
export function memoryStore(db: Database): MemoryStore {
  return {
    history: (portalKey, unitId, before) => history(db, portalKey, unitId, before),
    knownFindings: (portalKey) => knownFindings(db, portalKey),
    recordPatrol: (patrolId, conclusion) => recordPatrol(db, patrolId, conclusion),
  };
}

async function knownFindings(db: Database, portalKey: string): Promise<Finding[]> {
  const rows = await db
    .selectFrom("findings")
    .select("finding")
    .where("portal_key", "=", portalKey)
    .orderBy("unit_id")
    .orderBy("rule")
    .orderBy("category")
    .orderBy("item_url")
    .orderBy("id")
    .execute();
  return rows.map((row) => JSON.parse(row.finding));
}

async function recordPatrol(db: Database, patrolId: string, conclusion: PatrolConclusion): Promise<void> {
  if (conclusion.result.patrol.id !== patrolId) {
    throw new Error(`the result of patrol ${conclusion.result.patrol.id} cannot be recorded as ${patrolId}`);
  }
  await db.transaction().execute(async (transaction) => {
    // One patrol after the other: each builds on what the one before it left.
    await transaction.selectFrom("recording_lock").select("id").forUpdate().execute();
    const patrol = await demandUnfinished(transaction, patrolId, "alone");
    for (const unit of conclusion.units) await recordUnit(transaction, patrol, conclusion.on, unit);
    await recordFindings(transaction, patrol, conclusion);
    await finish(transaction, patrol, conclusion);
  });
}

async function finish(
  db: Database,
  patrol: Selectable<PatrolTable>,
  { finishedAt, result, portalFacts, warnings }: PatrolConclusion,
): Promise<void> {
  const last = await db
    .selectFrom("patrols")
    .select((q) => q.fn.max("recorded").as("recorded"))
    .executeTakeFirst();
  const { units, columns, items, outcomes } = result;
  await db
    .updateTable("patrols")
    .set({
      finished_at: finishedAt,
      complete: result.complete ? 1 : 0,
      recorded: Number(last?.recorded ?? 0) + 1,
      counts: JSON.stringify({ units, columns, items, outcomes } satisfies PatrolCounts),
      portal_facts: portalFacts && JSON.stringify(portalFacts satisfies PortalFacts),
      warnings: JSON.stringify(warnings),
    })
    .where("id", "=", patrol.id)
    .execute();
}
