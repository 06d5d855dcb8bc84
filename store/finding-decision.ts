import type { Finding, FindingStatus } from "../domain/finding.ts";
import type { CalendarDate, Instant } from "../domain/time.ts";
import type { Database } from "./schema.ts";

/** What a person says of a finding. */
export interface FindingDecision {
  readonly status: FindingStatus;
  readonly note: string | null;
  /** Who decided. */
  readonly by: string;
  readonly at: Instant;
  /** The day by which the unit must have put it right; null: no term is set. */
  readonly dueOn: CalendarDate | null;
}

export interface DecisionStore {
  /**
   * Takes effect at once and is kept as an event. A patrol that is on its way, and does not know of it yet, leaves
   * it standing. Without a portal, the finding is meant that was seen last.
   * @returns The finding as it now stands; null where it is unknown.
   */
  decideFinding(id: string, portalKey: string | null, decision: FindingDecision): Promise<Finding | null>;
}

export function decideFinding(
  db: Database,
  id: string,
  portalKey: string,
  { status, note, by, at, dueOn }: FindingDecision,
): Promise<Finding | null> {
  return db.transaction().execute(async (transaction) => {
    const row = await transaction
      .selectFrom("findings")
      .select(["finding", "status", "events"])
      .where("portal_key", "=", portalKey)
      .where("id", "=", id)
      .forUpdate()
      .executeTakeFirst();
    if (!row) return null;
    const before: Finding = JSON.parse(row.finding);
    const finding: Finding = { ...before, status, statusReason: null };
    const number = row.events + 1;
    await transaction
      .updateTable("findings")
      .set({ finding: JSON.stringify(finding), status, status_reason: null, events: number })
      .where("portal_key", "=", portalKey)
      .where("id", "=", id)
      .execute();
    await transaction
      .insertInto("finding_events")
      .values({
        portal_key: portalKey,
        finding_id: id,
        number,
        patrol_id: null,
        at,
        from_status: row.status,
        to_status: status,
        by,
        note,
        due_on: dueOn,
        severity: finding.severity,
        confidence: finding.confidence,
        data: JSON.stringify(finding.data),
      })
      .execute();
    return finding;
  });
}

/** States that only a person gives. */
const GIVEN_BY_PERSON: readonly FindingStatus[] = ["notified", "claimed", "disputed", "waived"];

/**
 * What a patrol makes of a finding of which a person may have decided after the patrol asked what was known.
 * One that knew of the decision has come to the same already.
 */
export function withDecision(stored: Pick<Finding, "status" | "statusReason">, folded: Finding): Finding {
  return personStands(stored.status, folded.status)
    ? { ...folded, status: stored.status, statusReason: stored.statusReason }
    : folded;
}

function personStands(stored: FindingStatus, folded: FindingStatus): boolean {
  // The patrol only carried an earlier decision on: what is stored is later or the same.
  if (GIVEN_BY_PERSON.includes(folded)) return true;
  if (folded === "open" || folded === "recorded") return GIVEN_BY_PERSON.includes(stored);
  if (folded === "suspended") return stored === "disputed" || stored === "waived";
  return stored === "waived";
}
