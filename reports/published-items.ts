import type { Category } from "../domain/catalogue.ts";
import type { UnitDuties } from "../domain/category-state.ts";
import type { CalendarDate } from "../domain/time.ts";
import type { ReportContext } from "./context.ts";

/** Items of one unit, day and category. */
export interface PublishedItems {
  readonly unitId: string;
  readonly on: CalendarDate;
  /** The first in catalogue order of those that their columns hold; null: none. */
  readonly category: Category | null;
  readonly items: number;
}

/** Items as a store counts them: by day, with the columns that they stand in. */
export interface DatedItems {
  readonly unitId: string;
  readonly on: CalendarDate;
  readonly columns: readonly string[];
  readonly items: number;
}

/** The items with the category that each counts under, as the patrol took their columns. */
export function inCategories(
  days: readonly DatedItems[],
  duties: readonly UnitDuties[],
  { catalogue }: Pick<ReportContext, "catalogue">,
): readonly PublishedItems[] {
  const rank = new Map(catalogue.categories.map((category, at) => [category.code, { category, at }]));
  const held = new Map(
    duties.map(({ unitId, columns }) => [
      unitId,
      new Map(columns.map(({ url, category }) => [url, category])),
    ]),
  );
  return days.map(({ unitId, on, columns, items }) => {
    const found = columns.flatMap((url) => rank.get(held.get(unitId)?.get(url) ?? "") ?? []);
    const [first] = found.sort((a, b) => a.at - b.at);
    return { unitId, on, category: first?.category ?? null, items };
  });
}

/** Whether all lists of a unit were read back to that day: only then is a number of items all there are. */
export function isWholeFrom(
  { columns }: UnitDuties,
  day: CalendarDate,
  { catalogue }: Pick<ReportContext, "catalogue">,
): boolean {
  const texts = new Set(
    catalogue.categories.filter(({ content }) => content === "static").map(({ code }) => code),
  );
  const lists = columns.filter(({ category }) => category === null || !texts.has(category));
  return (
    lists.length > 0 &&
    lists.every(({ readFrom }) => readFrom === "start" || (readFrom !== null && readFrom <= day))
  );
}
