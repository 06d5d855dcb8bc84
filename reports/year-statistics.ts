import type { UnitDuties } from "../domain/category-state.ts";
import { CONTENT_NAMES } from "../domain/names.ts";
import { UNIT_KINDS, type UnitKind } from "../domain/portal.ts";
import type { CalendarDate } from "../domain/time.ts";
import {
  COUNTED_CONTENTS,
  type CountedContent,
  type ItemCounts,
  type YearStatistics,
} from "../domain/year-facts.ts";
import { type ReportContext, sayIn } from "./context.ts";
import { KIND_NAMES } from "./names.ts";
import { type DatedItems, inCategories, isWholeFrom } from "./published-items.ts";

/**
 * Items by month, unit, kind of unit and content. Each counts once, in the month that it claims, under the
 * content of its column's category.
 * @param days Items of that year.
 * @param duties Of the patrol that the columns are told by.
 */
export function yearStatistics(
  year: number,
  days: readonly DatedItems[],
  duties: readonly UnitDuties[],
  context: ReportContext,
): YearStatistics {
  const items = inCategories(days, duties, context).filter(({ on }) => on.startsWith(`${year}-`));
  const { units } = context.portal;
  const kinds = new Map(units.map(({ id, kind }) => [id, kind]));
  const first = `${year}-01-01` as CalendarDate; // a year of four digits makes one
  return {
    year,
    ...countsOf(items.filter(({ unitId }) => kinds.has(unitId))),
    byKind: Object.fromEntries(
      UNIT_KINDS.map((kind) => [kind, countsOf(items.filter(({ unitId }) => kinds.get(unitId) === kind))]),
    ) as Record<UnitKind, ItemCounts>, // every kind has its entry
    byUnit: units.map(({ id, name, kind }) => {
      const own = duties.find(({ unitId }) => unitId === id);
      return {
        unit: { id, name },
        kind,
        whole: own !== undefined && isWholeFrom(own, first, context),
        ...countsOf(items.filter(({ unitId }) => unitId === id)),
      };
    }),
  };
}

function countsOf(items: ReturnType<typeof inCategories>): ItemCounts {
  const byMonth = Array<number>(12).fill(0);
  const byContent = Object.fromEntries(COUNTED_CONTENTS.map((content) => [content, 0])) as Record<
    CountedContent,
    number
  >; // every content has its entry
  let total = 0;
  for (const { on, category, items: count } of items) {
    const month = Number(on.slice(5, 7)) - 1;
    byMonth[month] = (byMonth[month] ?? 0) + count;
    byContent[category?.content ?? "other"] += count;
    total += count;
  }
  return { items: total, byMonth, byContent };
}

/** The statistics as rows, headings first: all, each kind, each unit. */
export function statisticsRows(
  statistics: YearStatistics,
  { lang }: ReportContext,
): readonly (readonly (string | number)[])[] {
  const say = sayIn(lang);
  const contents = COUNTED_CONTENTS.filter((content) => statistics.byContent[content] > 0);
  const row = (name: string, kind: string, whole: string, { items, byMonth, byContent }: ItemCounts) => [
    name,
    kind,
    items,
    ...byMonth,
    ...contents.map((content) => byContent[content]),
    whole,
  ];
  return [
    [
      say("单位", "Unit"),
      say("单位类别", "Kind of unit"),
      say(`${statistics.year}年发布信息（条）`, `Items in ${statistics.year}`),
      ...Array.from({ length: 12 }, (_, month) => say(`${month + 1}月`, `Month ${month + 1}`)),
      ...contents.map((content) => CONTENT_NAMES[content][lang]),
      say("是否读全", "Read whole"),
    ],
    row(say("全市", "All"), "", "", statistics),
    ...UNIT_KINDS.filter((kind) => statistics.byKind[kind].items > 0).map((kind) =>
      row(say("合计", "Total"), KIND_NAMES[kind][lang], "", statistics.byKind[kind]),
    ),
    ...statistics.byUnit.map(({ unit, kind, whole, ...counts }) =>
      row(
        unit.name,
        KIND_NAMES[kind][lang],
        whole ? say("是", "yes") : say("未读全，至少此数", "no: at least"),
        counts,
      ),
    ),
  ];
}
