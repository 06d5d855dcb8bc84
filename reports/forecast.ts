import type { UnitDuties } from "../domain/category-state.ts";
import { addDays, addPeriod, type CalendarDate, daysBetween, laterOf } from "../domain/time.ts";
import type { Forecast } from "../domain/year-facts.ts";
import type { ReportContext } from "./context.ts";
import type { PublishedItems } from "./published-items.ts";

/** Fewer gaps between days of publication are no rhythm. */
const LEAST_GAPS = 5;

/**
 * What will be past its period within `days` of `today`, the soonest first. Only what is up to date now and could
 * be judged: what is late already is a finding, and what could not be read foretells nothing.
 * @param items Of the year up to today.
 */
export function forecastOf(
  items: readonly PublishedItems[],
  duties: readonly UnitDuties[],
  { portal, catalogue }: Pick<ReportContext, "portal" | "catalogue">,
  today: CalendarDate,
  days: number,
): readonly Forecast[] {
  const published = new Map<string, CalendarDate[]>();
  for (const { unitId, category, on } of items) {
    const key = `${unitId} ${category?.code}`;
    published.set(key, [...(published.get(key) ?? []), on]);
  }
  const categories = new Map(catalogue.categories.map((category) => [category.code, category]));
  const found = portal.units.flatMap(({ id, name }) => {
    const states = duties.find(({ unitId }) => unitId === id)?.states ?? [];
    return states.flatMap(({ category: code, state, lastPublishedOn }): Forecast[] => {
      const category = categories.get(code);
      if (state !== "filled" || lastPublishedOn === null || !category?.updateWithin) return [];
      const dueOn = addPeriod(lastPublishedOn, category.updateWithin);
      const daysLeft = daysBetween(today, dueOn);
      if (daysLeft < 0 || daysLeft > days) return [];
      const usualGapDays = usualGap(published.get(`${id} ${code}`) ?? []);
      const expectedOn =
        usualGapDays === null ? null : laterOf(today, addDays(lastPublishedOn, usualGapDays));
      return [
        {
          unit: { id, name },
          category: { code, name: category.name },
          lastPublishedOn,
          dueOn,
          daysLeft,
          usualGapDays,
          expectedOn,
          isLikely: expectedOn === null ? null : expectedOn > dueOn,
        },
      ];
    });
  });
  return found.sort((a, b) => a.daysLeft - b.daysLeft);
}

/** In whole days, halves up. */
function usualGap(days: readonly CalendarDate[]): number | null {
  const distinct = [...new Set(days)].sort();
  const gaps = distinct.slice(1).map((day, at) => daysBetween(distinct[at] ?? day, day));
  if (gaps.length < LEAST_GAPS) return null;
  gaps.sort((a, b) => a - b);
  const middle = gaps.length / 2;
  const [low = 0, high = 0] = [gaps[Math.ceil(middle) - 1], gaps[Math.floor(middle)]];
  return Math.round((low + high) / 2);
}
