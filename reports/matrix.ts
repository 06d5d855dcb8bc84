import {
  CATEGORY_STATES,
  type CategoryState,
  type CategoryStateKind,
  isOwed,
  type UnitDuties,
} from "../domain/category-state.ts";
import type { Text } from "../domain/outcome.ts";
import type { UnitKind } from "../domain/portal.ts";
import type { Period } from "../domain/time.ts";
import type { ReportContext } from "./context.ts";
import { sayIn } from "./context.ts";
import { CONFIDENCE_NAMES, KIND_NAMES } from "./names.ts";
import { reasonName } from "./reason-names.ts";

export type StateCounts = Readonly<Record<CategoryStateKind, number>>;

/** The whole city: units in the portal file's order, categories in that of the catalogue. */
export interface Matrix {
  /** Those that some unit is asked for. */
  readonly categories: readonly {
    readonly code: string;
    readonly name: string;
    readonly group: string | null;
    /** null where no period applies. */
    readonly updateWithin: Period | null;
    readonly counts: StateCounts;
  }[];
  /** Those that the patrol was to visit. */
  readonly units: readonly {
    readonly id: string;
    readonly name: string;
    readonly kind: UnitKind;
    /** Id of its inspector, or null. */
    readonly inspector: string | null;
    readonly counts: StateCounts;
    /** One for each category, in the same order. */
    readonly cells: readonly CategoryState[];
  }[];
}

export const STATE_NAMES: Readonly<Record<CategoryStateKind, Text>> = {
  filled: { zh: "已公开", en: "filled" },
  empty: { zh: "空缺", en: "empty" },
  stale: { zh: "超期", en: "stale" },
  cantTell: { zh: "未能核实", en: "cannot tell" },
  exempt: { zh: "免除", en: "exempt" },
  declared: { zh: "报备", en: "declared" },
  notDemanded: { zh: "不要求", en: "not demanded" },
};

/** The matrix unit by category of one patrol. */
export function matrixOf(duties: readonly UnitDuties[], { portal, catalogue }: ReportContext): Matrix {
  const byUnit = new Map(duties.map(({ unitId, states }) => [unitId, states]));
  const visited = portal.units.flatMap((unit) => {
    const states = byUnit.get(unit.id);
    return states ? [{ unit, states: new Map(states.map((state) => [state.category, state])) }] : [];
  });
  const asked = catalogue.categories.filter(({ code }) =>
    visited.some(({ states }) => (states.get(code)?.state ?? "notDemanded") !== "notDemanded"),
  );
  const units = visited.map(({ unit: { id, name, kind, inspector }, states }) => {
    const cells = asked.map(({ code }) => states.get(code) ?? notDemanded(code));
    return { id, name, kind, inspector, counts: countsOf(cells), cells };
  });
  return {
    categories: asked.map(({ code, name, group, updateWithin }, at) => ({
      code,
      name,
      group,
      updateWithin,
      counts: countsOf(units.flatMap(({ cells }) => cells[at] ?? [])),
    })),
    units,
  };
}

function notDemanded(category: string): CategoryState {
  return {
    category,
    state: "notDemanded",
    confidence: null,
    reason: null,
    excuse: null,
    lastPublishedOn: null,
  };
}

function countsOf(cells: readonly CategoryState[]): StateCounts {
  const counts = Object.fromEntries(CATEGORY_STATES.map((state) => [state, 0])) as Record<
    CategoryStateKind,
    number
  >; // every state has its entry
  for (const { state } of cells) counts[state] += 1;
  return counts;
}

/** Rows of texts as the matrix is printed, headings first. */
export function matrixRows(matrix: Matrix, { lang }: ReportContext): readonly (readonly string[])[] {
  const say = sayIn(lang);
  return [
    [
      say("单位", "Unit"),
      say("单位类别", "Kind of unit"),
      say("应公开", "Owed"),
      ...CATEGORY_STATES.filter((state) => state !== "notDemanded").map((state) => STATE_NAMES[state][lang]),
      ...matrix.categories.map(({ code, name }) => `${code} ${name}`),
    ],
    ...matrix.units.map(({ name, kind, counts, cells }) => [
      name,
      KIND_NAMES[kind][lang],
      String(cells.filter(isOwed).length),
      ...CATEGORY_STATES.filter((state) => state !== "notDemanded").map((state) => String(counts[state])),
      ...cells.map((cell) => cellWords(cell, lang)),
    ]),
  ];
}

/** `超期（疑似）2016-03-01`; empty for what is not demanded. */
export function cellWords(
  { state, confidence, reason, excuse, lastPublishedOn }: CategoryState,
  lang: "zh" | "en",
): string {
  const say = sayIn(lang);
  if (state === "notDemanded") return "";
  const name = STATE_NAMES[state][lang];
  const note =
    excuse ??
    (reason === null ? null : reasonName(reason, lang)) ??
    (confidence === "suspected" ? CONFIDENCE_NAMES.suspected[lang] : null) ??
    (state === "empty" && confidence === null ? say("可以没有", "may be empty") : null);
  const words = note === null ? name : say(`${name}（${note}）`, `${name} (${note})`);
  return state === "stale" && lastPublishedOn !== null ? `${words} ${lastPublishedOn}` : words;
}
