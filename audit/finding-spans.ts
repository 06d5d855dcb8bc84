import type { FindingStatus } from "../domain/finding.ts";
import type { Confidence, Severity } from "../domain/outcome.ts";
import { addDays, type CalendarDate } from "../domain/time.ts";

/** A change in a finding's life, by calendar day. */
export interface LifeEvent {
  readonly on: CalendarDate;
  readonly to: FindingStatus;
  readonly severity: Severity;
  readonly confidence: Confidence;
}

/** Days, both included, on which a finding weighed. */
export interface Span {
  readonly from: CalendarDate;
  /** null: it still does. */
  readonly to: CalendarDate | null;
  readonly severity: Severity;
}

/** What of a finding's life counts in a score. */
export interface FindingSpans {
  readonly spans: readonly Span[];
  /** The day from which what cannot be undone weighs, ever less; null for what can. */
  readonly recorded: { readonly on: CalendarDate; readonly severity: Severity } | null;
}

const NOTHING: FindingSpans = { spans: [], recorded: null };
const WEIGHS: ReadonlySet<FindingStatus> = new Set(["open", "notified", "claimed", "disputed"]);

/**
 * The days on which a finding counts against its unit. Only confirmed ones do. One that a person has waived, or
 * that is disputed now, never does, not for its earlier days either. What a unit claimed to have put right, and
 * a later patrol confirmed, ended on the day of the claim.
 * @param events Its life, oldest first.
 */
export function spansOf(events: readonly LifeEvent[]): FindingSpans {
  const last = events.at(-1);
  if (!last || last.to === "waived" || last.to === "disputed") return NOTHING;
  const recorded = events.find(({ to, confidence }) => to === "recorded" && confidence === "confirmed");
  const spans = events.flatMap((event, at): Span[] => {
    if (event.confidence !== "confirmed" || !WEIGHS.has(event.to)) return [];
    const next = events[at + 1];
    if (event.to === "claimed" && next?.to === "rectified") return [];
    // The day of the change itself counts as what came of it.
    const to = next ? addDays(next.on, -1) : null;
    return to !== null && to < event.on ? [] : [{ from: event.on, to, severity: event.severity }];
  });
  return { spans, recorded: recorded ? { on: recorded.on, severity: recorded.severity } : null };
}
