import { demandUnfinished } from "./patrols.ts";
import type { Database } from "./schema.ts";

/** How far a patrol is. */
export interface PatrolProgress {
  readonly unitsDone: number;
  readonly units: number;
  /** Pages asked for so far. */
  readonly pages: number;
}

export const UNIT_STATES = ["waiting", "running", "done", "failed"] as const;

/** How far the reading of one unit is. */
export interface UnitProgress {
  readonly state: (typeof UNIT_STATES)[number];
  /** What went wrong, where it failed; else null. */
  readonly error: string | null;
}

/** A patrol on its way, told from one process to another. What writes throws where the patrol is unknown or finished. */
export interface ProgressStore {
  setProgress(patrolId: string, progress: PatrolProgress): Promise<void>;
  /** null: nothing was said of it. */
  progress(patrolId: string): Promise<PatrolProgress | null>;
  /** Asks whoever runs the patrol to stop. It cannot be taken back. */
  requestCancel(patrolId: string): Promise<void>;
  cancelRequested(patrolId: string): Promise<boolean>;
  setUnitState(patrolId: string, unitId: string, progress: UnitProgress): Promise<void>;
  /** `waiting` where nothing was said of the unit. */
  unitState(patrolId: string, unitId: string): Promise<UnitProgress>;
  /** The units of which something was said, by id. */
  unitStates(patrolId: string): Promise<(UnitProgress & { readonly unitId: string })[]>;
}

export function progressStore(db: Database): ProgressStore {
  const unitStates = (patrolId: string) =>
    db
      .selectFrom("unit_states")
      .select(["unit_id as unitId", "state", "error"])
      .where("patrol_id", "=", patrolId)
      .orderBy("unit_id");
  return {
    setProgress: (patrolId, { unitsDone, units, pages }) =>
      whileUnfinished(db, patrolId, async (transaction) => {
        const figures = { units_done: unitsDone, units, pages };
        await transaction
          .insertInto("patrol_progress")
          .values({ patrol_id: patrolId, ...figures })
          .onConflict((conflict) => conflict.column("patrol_id").doUpdateSet(figures))
          .execute();
      }),
    async progress(patrolId) {
      const query = db
        .selectFrom("patrol_progress")
        .select(["units_done as unitsDone", "units", "pages"])
        .where("patrol_id", "=", patrolId);
      return (await query.executeTakeFirst()) ?? null;
    },
    requestCancel: (patrolId) =>
      whileUnfinished(db, patrolId, async (transaction) => {
        await transaction
          .insertInto("cancel_requests")
          .values({ patrol_id: patrolId })
          .onConflict((conflict) => conflict.column("patrol_id").doNothing())
          .execute();
      }),
    async cancelRequested(patrolId) {
      const query = db.selectFrom("cancel_requests").select("patrol_id").where("patrol_id", "=", patrolId);
      return (await query.executeTakeFirst()) !== undefined;
    },
    setUnitState: (patrolId, unitId, { state, error }) =>
      whileUnfinished(db, patrolId, async (transaction) => {
        await transaction
          .insertInto("unit_states")
          .values({ patrol_id: patrolId, unit_id: unitId, state, error })
          .onConflict((conflict) => conflict.columns(["patrol_id", "unit_id"]).doUpdateSet({ state, error }))
          .execute();
      }),
    async unitState(patrolId, unitId) {
      const row = await unitStates(patrolId).where("unit_id", "=", unitId).executeTakeFirst();
      return row ? { state: row.state, error: row.error } : { state: "waiting", error: null };
    },
    unitStates: (patrolId) => unitStates(patrolId).execute(),
  };
}

function whileUnfinished(
  db: Database,
  patrolId: string,
  write: (transaction: Database) => Promise<void>,
): Promise<void> {
  return db.transaction().execute(async (transaction) => {
    await demandUnfinished(transaction, patrolId, "shared");
    await write(transaction);
  });
}
