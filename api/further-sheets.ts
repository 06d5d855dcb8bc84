import { type CalendarDate, dayOf } from "../domain/time.ts";
import type { ReportContext } from "../reports/context.ts";
import { scoresOf } from "../reports/scores.ts";
import { scoreSheet, statisticsSheet, type TextSheet } from "../reports/xlsx.ts";
import { yearStatistics } from "../reports/year-statistics.ts";
import type { PatrolRecord, Store } from "../store/store.ts";
import { measuredPeriod } from "./score-source.ts";

/**
 * What the memory adds to a patrol's workbook: the ranking for the quarter up to it, and its year's statistics.
 * @param own The one unit that may be seen; null: all.
 */
export async function furtherSheets(
  store: Store,
  record: PatrolRecord,
  context: ReportContext,
  own: string | null,
): Promise<TextSheet[]> {
  const source = await measuredPeriod(store, record, context.timezone, { from: null, to: null });
  const isShown = (id: string) => own === null || id === own;
  const scores = source ? scoresOf(source, record, context).filter(({ unit }) => isShown(unit.id)) : [];
  const year = Number(dayOf(record.asOf, context.timezone).slice(0, 4));
  const [days, duties] = await Promise.all([
    // A year of four digits makes days.
    store.publishedDays(record.portalKey, `${year}-01-01` as CalendarDate, `${year}-12-31` as CalendarDate),
    store.unitDuties(record.id),
  ]);
  const units = context.portal.units.filter(({ id }) => isShown(id));
  const told = { ...context, portal: { ...context.portal, units } };
  return [
    ...(source ? [scoreSheet(scores, source.period, context)] : []),
    statisticsSheet(yearStatistics(year, days, duties, told), told),
  ];
}
