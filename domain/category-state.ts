import type { CategoryCode } from "./catalogue.ts";
import type { Confidence } from "./outcome.ts";
import type { Reason } from "./snapshot.ts";
import type { CalendarDate } from "./time.ts";

export const CATEGORY_STATES = [
  "filled",
  "empty",
  "stale",
  "cantTell",
  "exempt",
  "declared",
  "notDemanded",
] as const;

/**
 * How a category stands at one unit: `empty` has no column, or nothing in it; `stale` is past its period;
 * `cantTell` could not be decided and is no fault; `exempt` and `declared` are excused; `notDemanded` is not this
 * unit's duty, or not yet.
 */
export type CategoryStateKind = (typeof CATEGORY_STATES)[number];

/** What stands in a cell that has room for one character. `mayBeEmpty`: an empty category that is no fault. */
export const STATE_SIGNS = {
  zh: {
    filled: "·",
    empty: "缺",
    stale: "超",
    cantTell: "？",
    exempt: "免",
    declared: "报",
    notDemanded: "",
    mayBeEmpty: "空",
  },
  en: {
    filled: "·",
    empty: "E",
    stale: "S",
    cantTell: "?",
    exempt: "X",
    declared: "D",
    notDemanded: "",
    mayBeEmpty: "o",
  },
} as const;

/** One cell of the matrix unit by category, as a patrol left it. */
export interface CategoryState {
  readonly category: CategoryCode;
  readonly state: CategoryStateKind;
  /** Of the fault, where the state is one; null for an empty category that may be empty, and for all that is no fault. */
  readonly confidence: Confidence | null;
  /** Why it could not be decided; else null. */
  readonly reason: Reason | null;
  /** Why it is excused: 无此职能; else null. */
  readonly excuse: string | null;
  /** The newest item seen that is not dated ahead; null where none is. */
  readonly lastPublishedOn: CalendarDate | null;
}

/** How the categories of the catalogue stood at a unit in one patrol, and what its columns held. */
export interface UnitDuties {
  readonly unitId: string;
  /** In catalogue order. */
  readonly states: readonly CategoryState[];
  readonly columns: readonly ColumnDuty[];
}

/** What a column was taken for, and how far it is known. */
export interface ColumnDuty {
  readonly url: string;
  /** null: it fits no category. */
  readonly category: CategoryCode | null;
  /** As in a listing; null too where the list was not read. */
  readonly readFrom: CalendarDate | "start" | null;
}

/** Whether the unit owed it: neither excused nor another's. */
export function isOwed({ state }: Pick<CategoryState, "state">): boolean {
  return state === "filled" || state === "empty" || state === "stale" || state === "cantTell";
}

/** Whether it was owed and could be judged. */
export function isJudged(cell: Pick<CategoryState, "state">): boolean {
  return isOwed(cell) && cell.state !== "cantTell";
}
