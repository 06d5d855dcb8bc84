import type { LifeEvent } from "../audit/finding-spans.ts";
import { addDays, type CalendarDate, dayOf, earlierOf, laterOf } from "../domain/time.ts";
import type { ScoreSource } from "../reports/scores.ts";
import type { PatrolRecord, Store } from "../store/store.ts";

/** More than any portal has. */
const NO_LIMIT = 10_000_000;
/** A quarter. */
const DEFAULT_DAYS = 92;

/** What scores of a period rest on, and what of the period was measured. */
export interface MeasuredPeriod extends ScoreSource {
  readonly asked: { readonly from: CalendarDate; readonly to: CalendarDate };
  /** Ids of the patrols that speak of it, oldest first. */
  readonly patrols: readonly string[];
}

/**
 * All that scores of a portal rest on. Nothing is known of the days before the first patrol and after the last
 * one: they are not measured. null where no complete patrol speaks of the period.
 */
export async function measuredPeriod(
  store: Store,
  { portalKey, asOf }: PatrolRecord,
  timezone: string,
  period: { readonly from: CalendarDate | null; readonly to: CalendarDate | null },
): Promise<MeasuredPeriod | null> {
  const to = period.to ?? dayOf(asOf, timezone);
  const from = period.from ?? addDays(to, 1 - DEFAULT_DAYS);
  const complete = (await store.patrols(portalKey))
    .filter((patrol) => patrol.complete === true && patrol.onlyUnits === null)
    .map(({ id, asOf: at }) => ({ id, on: dayOf(at, timezone) }))
    .sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
  const known = complete.filter(({ on }) => on <= to);
  const within = known.filter(({ on }) => on >= from);
  const speaking = within.length > 0 ? within : known.slice(-1);
  const [first] = complete;
  const last = complete.at(-1);
  if (!first || !last || speaking.length === 0 || last.on < from) return null;
  const duties = await Promise.all(speaking.map(({ id }) => store.unitDuties(id)));
  const [{ data: findings }, events] = await Promise.all([
    store.findings({ known: true, portalKey, limit: NO_LIMIT }),
    store.portalEvents(portalKey),
  ]);
  const lives = new Map<string, LifeEvent[]>();
  for (const { findingId, at, to: status, severity, confidence } of events) {
    const life = lives.get(findingId) ?? [];
    lives.set(findingId, life);
    life.push({ on: dayOf(at, timezone), to: status, severity, confidence });
  }
  return {
    asked: { from, to },
    period: { from: laterOf(from, first.on), to: earlierOf(to, last.on) },
    patrols: speaking.map(({ id }) => id),
    duties,
    findings,
    lives,
  };
}
