import { sql } from "kysely";
import type { Finding } from "../domain/finding.ts";
import { InputError } from "../domain/input-error.ts";
import { readCursor, writeCursor } from "./cursor.ts";
import type { Database } from "./schema.ts";
import { FINDING_SORTS, type FindingFilter, type FindingPage, type FindingSort } from "./store.ts";

/** Every order ends in these; together they name one finding. */
const LAST_KEYS = ["unit_id", "rule", "category", "item_url", "portal_key", "id"] as const;

/** Severities sort by rank since their names happen to: critical, major, minor. */
const FIRST_KEYS = {
  unit: [],
  rule: ["rule"],
  severity: ["severity"],
  status: ["status"],
  firstSeen: ["first_seen"],
  lastSeen: ["last_seen"],
} as const satisfies Record<FindingSort, readonly string[]>;

const NEVER = sql<boolean>`1 = 0`;

/** See `QueryStore.findings`. */
export async function findingList(db: Database, filter: FindingFilter): Promise<FindingPage> {
  const { limit, known = false, sort: sortText = "unit" } = filter;
  const { sort, descending } = readSort(sortText);
  const keys = [...FIRST_KEYS[sort], ...LAST_KEYS];
  const cursor = readCursor(filter.cursor ?? null, sortText, keys.length);
  const patrols = known ? [] : (cursor?.patrols ?? (await patrolsMeant(db, filter)));
  if (!known && patrols.length === 0) return { data: [], total: 0, next: null, patrols };

  const matching = matches(db, filter, patrols);
  const count = await matching.select((q) => q.fn.countAll().as("rows")).executeTakeFirst();

  const refs = keys.map((key) => (key === "severity" && !known ? "seen.severity" : (`now.${key}` as const)));
  let page = matching
    .select(["now.unit_id", "now.rule", "now.category", "now.item_url", "now.portal_key", "now.id"])
    .select(["now.status", "now.status_reason", "now.first_seen", "now.last_seen"])
    .select(known ? ["now.finding", "now.severity"] : ["seen.finding", "seen.severity"])
    .limit(limit + 1);
  for (const ref of refs) page = page.orderBy(ref, descending ? "desc" : "asc");
  if (cursor) {
    const place = sql.join(refs.map((ref) => sql.ref(ref)));
    const beyond = sql.raw(descending ? "<" : ">");
    page = page.where(sql<boolean>`(${place}) ${beyond} (${sql.join([...cursor.after])})`);
  }
  const rows = await page.execute();
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return {
    data: rows.slice(0, limit).map(
      (row): Finding => ({
        ...JSON.parse(row.finding ?? "null"),
        status: row.status,
        statusReason: row.status_reason,
      }),
    ),
    total: Number(count?.rows ?? 0),
    next: last ? writeCursor({ sort: sortText, patrols, after: keys.map((key) => last[key] ?? "") }) : null,
    patrols,
  };
}

/** The findings that a filter lets through, each with how it stood in the patrol that is asked for. */
function matches(db: Database, filter: FindingFilter, patrols: readonly string[]) {
  const { known = false, portalKey = null } = filter;
  let query = db.selectFrom("findings as now").leftJoin("patrol_findings as seen", (join) => {
    const same = join.onRef("seen.portal_key", "=", "now.portal_key").onRef("seen.finding_id", "=", "now.id");
    return known ? same.on(NEVER) : same.on("seen.patrol_id", "in", patrols);
  });
  if (!known) query = query.where("seen.patrol_id", "is not", null);
  if (portalKey !== null) query = query.where("now.portal_key", "=", portalKey);
  const lists = [
    ["now.rule", filter.rules],
    ["now.unit_id", filter.units],
    ["now.category", filter.categories],
    ["now.status", filter.statuses],
    [known ? "now.severity" : "seen.severity", filter.severities],
    [known ? "now.confidence" : "seen.confidence", filter.confidences],
  ] as const;
  for (const [ref, allowed] of lists) {
    if (allowed?.length === 0) query = query.where(NEVER);
    else if (allowed) query = query.where(sql<string>`${sql.ref(ref)}`, "in", [...allowed]);
  }
  for (const word of (filter.q ?? "").toLowerCase().split(/\s+/).filter(Boolean)) {
    const pattern = `%${word.replace(/[\\%_]/g, "\\$&")}%`;
    query = query.where(sql<boolean>`${sql.ref("now.search")} like ${pattern} escape '\\'`);
  }
  return query;
}

/** The patrol that is named, or the latest complete one of each portal. */
async function patrolsMeant(
  db: Database,
  { patrol = null, portalKey = null }: FindingFilter,
): Promise<string[]> {
  if (patrol !== null) return [patrol];
  const complete = db
    .selectFrom("patrols")
    .select(["portal_key", "id"])
    .where("complete", "=", 1)
    .where("only_units", "is", null)
    .orderBy("recorded");
  const rows = await (portalKey === null ? complete : complete.where("portal_key", "=", portalKey)).execute();
  return [...new Map(rows.map((row) => [row.portal_key, row.id])).values()];
}

function readSort(text: string): { readonly sort: FindingSort; readonly descending: boolean } {
  const descending = text.startsWith("-");
  const sort = FINDING_SORTS.find((name) => name === text.slice(descending ? 1 : 0));
  if (sort) return { sort, descending };
  throw new InputError(
    "sort",
    null,
    "",
    `不认识的排序方式 ${text}，应为 ${FINDING_SORTS.join("、")}，前加 - 为倒序`,
  );
}
