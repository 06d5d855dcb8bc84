import { type CategoryState, STATE_SIGNS } from "../domain/category-state.ts";
import type { Matrix } from "./api-answers.ts";
import { CONFIDENCE_WORDS, REASON_WORDS, STATE_WORDS, wordOf } from "./words.ts";

/** What the rows of the matrix are sorted by; `portal` is the portal file's order. */
export const MATRIX_SORTS = {
  portal: "门户次序",
  empty: "空缺最多",
  stale: "超期最多",
  cantTell: "未能核实最多",
} as const;
export type MatrixSort = keyof typeof MATRIX_SORTS;

/** What of the matrix is shown. */
export interface MatrixChoice {
  /** Id of an inspector; empty: all. */
  readonly inspector: string;
  readonly sort: MatrixSort;
  /** Only categories in which some shown unit has a fault, or could not be judged. */
  readonly onlyFaults: boolean;
}

/** The matrix as chosen: rows sorted, columns left out, each cell with the sign that stands in it. */
export function matrixView({ categories, units }: Matrix, { inspector, sort, onlyFaults }: MatrixChoice) {
  const rows = units.filter((unit) => inspector === "" || unit.inspector === inspector);
  if (sort !== "portal") rows.sort((a, b) => b.counts[sort] - a.counts[sort]);
  const places = [...categories.keys()].filter((at) =>
    rows.some(({ cells }) => {
      const cell = cells[at];
      return cell !== undefined && (onlyFaults ? isConspicuous(cell) : cell.state !== "notDemanded");
    }),
  );
  const columns = places.flatMap((at) => categories[at] ?? []);
  return {
    /** The same for the same columns. */
    key: places.join(),
    columns,
    groups: groupsOf(columns),
    rows: rows.map((unit) => ({ unit, cells: places.flatMap((at) => unit.cells[at] ?? []) })),
  };
}

/** Neighbours of one group, for the headings over them. */
function groupsOf(columns: Matrix["categories"]): { readonly name: string; readonly width: number }[] {
  const groups: { name: string; width: number }[] = [];
  for (const { group } of columns) {
    const last = groups.at(-1);
    const name = group ?? "";
    if (last && last.name === name) last.width += 1;
    else groups.push({ name, width: 1 });
  }
  return groups;
}

/** A fault, or something that could not be judged. */
export function isConspicuous({ state, confidence }: CategoryState): boolean {
  return state === "cantTell" || isFault({ state, confidence });
}

export function isFault({ state, confidence }: Pick<CategoryState, "state" | "confidence">): boolean {
  return (state === "empty" || state === "stale") && confidence !== null;
}

/** One character; an empty category that may be empty is 空. */
export function signOf({ state, confidence }: Pick<CategoryState, "state" | "confidence">): string {
  return STATE_SIGNS.zh[state === "empty" && confidence === null ? "mayBeEmpty" : state];
}

/** All that is known of a cell, in a line. */
export function cellWords({ state, confidence, reason, excuse, lastPublishedOn }: CategoryState): string {
  const words = [
    state === "empty" && confidence === null ? "没有信息，可以没有" : STATE_WORDS[state],
    confidence === "suspected" ? CONFIDENCE_WORDS.suspected : "",
    reason === null ? "" : `${wordOf(REASON_WORDS, reason)}，不算问题`,
    excuse ?? "",
    lastPublishedOn === null ? "" : `最近发布 ${lastPublishedOn}`,
  ];
  return words.filter((word) => word !== "").join("；");
}
