import type { Insertable, Selectable } from "kysely";
import type { Finding } from "../domain/finding.ts";
import { inBatches } from "./batch.ts";
import { withDecision } from "./finding-decision.ts";
import type { Database, FindingEventTable, FindingTable, PatrolTable } from "./schema.ts";
import type { PatrolConclusion } from "./store.ts";

/** A finding as an earlier patrol left it. */
interface Earlier extends Pick<Finding, "status" | "statusReason"> {
  readonly finding: string;
  readonly events: number;
}

/** Brings the findings to their state after the fold, and keeps how they stood in this patrol. */
export async function recordFindings(
  db: Database,
  patrol: Selectable<PatrolTable>,
  { result, allFindings }: Pick<PatrolConclusion, "result" | "allFindings">,
): Promise<void> {
  const earlier = await statesOf(db, patrol.portal_key);
  const rows: Insertable<FindingTable>[] = [];
  const events: Insertable<FindingEventTable>[] = [];
  for (const folded of allFindings) {
    const before = earlier.get(folded.id);
    const finding = before ? withDecision(before, folded) : folded;
    const text = JSON.stringify(finding);
    if (before?.finding === text) continue;
    const event = eventOf(finding, before, patrol);
    if (event) events.push(event);
    rows.push({
      ...searchable(finding),
      portal_key: patrol.portal_key,
      events: event?.number ?? before?.events ?? 0,
      finding: text,
    });
  }
  await writeStates(db, rows);
  await inBatches(events, (batch) => db.insertInto("finding_events").values(batch).execute());
  await keepAsTheyStood(db, patrol, result);
}

/** People's decisions wait until the patrol is recorded. */
async function statesOf(db: Database, portalKey: string): Promise<Map<string, Earlier>> {
  const rows = await db
    .selectFrom("findings")
    .select(["id", "finding", "events", "status", "status_reason as statusReason"])
    .where("portal_key", "=", portalKey)
    .forUpdate()
    .execute();
  return new Map(rows.map(({ id, ...state }) => [id, state]));
}

/** The change that a patrol brought, or null where it only saw the finding again. */
function eventOf(
  finding: Finding,
  before: Earlier | undefined,
  patrol: Selectable<PatrolTable>,
): Insertable<FindingEventTable> | null {
  const was: Finding | null = before ? JSON.parse(before.finding) : null;
  if (was && stateOf(was) === stateOf(finding)) return null;
  return {
    portal_key: patrol.portal_key,
    finding_id: finding.id,
    number: (before?.events ?? 0) + 1,
    patrol_id: patrol.id,
    at: patrol.as_of,
    from_status: was?.status ?? null,
    to_status: finding.status,
    by: null,
    note: finding.statusReason,
    due_on: null,
    severity: finding.severity,
    confidence: finding.confidence,
    data: JSON.stringify(finding.data),
  };
}

function stateOf({ status, statusReason, severity, confidence, wording, data }: Finding): string {
  return JSON.stringify([status, statusReason, severity, confidence, wording, data]);
}

/** The columns by which a finding is filtered, sorted and searched. */
function searchable(finding: Finding) {
  const { unit, category, column, item } = finding;
  const words = [
    unit.id,
    unit.name,
    category?.code,
    category?.name,
    column?.name,
    column?.url,
    item?.title,
    item?.url,
  ];
  return {
    id: finding.id,
    unit_id: unit.id,
    rule: finding.rule,
    category: category?.code ?? "",
    item_url: item?.url ?? "",
    severity: finding.severity,
    confidence: finding.confidence,
    status: finding.status,
    status_reason: finding.statusReason,
    first_seen: finding.firstSeen,
    last_seen: finding.lastSeen,
    search: words
      .filter((word) => word)
      .join("\n")
      .toLowerCase(),
  };
}

async function writeStates(db: Database, rows: readonly Insertable<FindingTable>[]): Promise<void> {
  await inBatches(rows, (batch) =>
    db
      .insertInto("findings")
      .values(batch)
      .onConflict((conflict) =>
        conflict.columns(["portal_key", "id"]).doUpdateSet((q) => ({
          unit_id: q.ref("excluded.unit_id"),
          rule: q.ref("excluded.rule"),
          category: q.ref("excluded.category"),
          item_url: q.ref("excluded.item_url"),
          severity: q.ref("excluded.severity"),
          confidence: q.ref("excluded.confidence"),
          status: q.ref("excluded.status"),
          status_reason: q.ref("excluded.status_reason"),
          first_seen: q.ref("excluded.first_seen"),
          last_seen: q.ref("excluded.last_seen"),
          events: q.ref("excluded.events"),
          search: q.ref("excluded.search"),
          finding: q.ref("excluded.finding"),
        })),
      )
      .execute(),
  );
}

async function keepAsTheyStood(
  db: Database,
  patrol: Selectable<PatrolTable>,
  { findings, undecided }: PatrolConclusion["result"],
): Promise<void> {
  const asTheyStood = findings.map((finding, position) => ({
    patrol_id: patrol.id,
    portal_key: patrol.portal_key,
    finding_id: finding.id,
    position,
    severity: finding.severity,
    confidence: finding.confidence,
    finding: JSON.stringify(finding),
  }));
  await inBatches(asTheyStood, (batch) => db.insertInto("patrol_findings").values(batch).execute());
  const unanswered = undecided.map((entry, position) => ({
    patrol_id: patrol.id,
    position,
    unit_id: entry.unit.id,
    rule: entry.rule,
    reason: entry.reason,
    undecided: JSON.stringify(entry),
  }));
  await inBatches(unanswered, (batch) => db.insertInto("undecided").values(batch).execute());
}
