import type { PatrolRecord } from "../store/store.ts";

export const PATROL_STATES = ["running", "complete", "incomplete", "cancelled"] as const;

/** Where a patrol stands. `running` may be interrupted and wait to be resumed; `cancelled` left no result. */
export type PatrolState = (typeof PATROL_STATES)[number];

export function stateOf({
  finishedAt,
  complete,
  counts,
}: Pick<PatrolRecord, "finishedAt" | "complete" | "counts">): PatrolState {
  if (finishedAt === null) return "running";
  if (counts === null) return "cancelled";
  return complete === true ? "complete" : "incomplete";
}
