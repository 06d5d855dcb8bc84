import type { Static } from "typebox";
import type { PatrolResult } from "../domain/finding.ts";
import { InputError } from "../domain/input-error.ts";
import type { Lang, ReportContext } from "../reports/context.ts";
import { findingViewer } from "../reports/finding-view.ts";
import type { FindingFilter, FindingPage, PatrolRecord } from "../store/store.ts";
import type { ApiDependencies } from "./dependencies.ts";
import type { FindingListView } from "./finding-schema.ts";
import { recordForUnit } from "./own-unit.ts";
import type { FINDING_QUERY } from "./parameters.ts";
import type { JudgedPatrol, PatrolDesk } from "./patrol-desk.ts";
import { patrolView } from "./patrol-schema.ts";
import { Problem } from "./problem.ts";

/** The value of `patrol` that asks for the findings of every patrol. */
const ALL = "all";
const DEFAULT_LIMIT = 50;
/** More than any portal has; a file is never cut short. */
const NO_LIMIT = 10_000_000;

/** A list that was asked for. */
export interface AskedList {
  readonly query: Static<typeof FINDING_QUERY>;
  readonly lang: Lang;
  /** The one unit whose findings may be seen; null: all. */
  readonly ownUnit: string | null;
}

/** One page of a list of findings. */
export async function findingPage(
  { query, lang, ownUnit }: AskedList,
  { store }: ApiDependencies,
  desk: PatrolDesk,
): Promise<FindingListView> {
  const { limit = DEFAULT_LIMIT } = query;
  const cursor = query.cursor === undefined ? null : readCursor(query.cursor);
  if (cursor && query.patrol !== undefined && query.patrol !== cursor.scope) throw wrongCursor();
  // Later pages are of the first one's patrol, even where another has ended since.
  const scope = cursor?.scope ?? query.patrol ?? null;
  const record = await recordOf(scope, desk, store);
  if (!record) return { data: [], page: { limit, total: 0, next: null }, patrol: null };
  const judged = await desk.judged(record);
  const page = await askedOf(
    store.findings({ ...filterOf(query, scope, judged, ownUnit), limit, cursor: cursor?.place ?? null }),
  );
  if (page.patrols.some((id) => id !== record.id)) throw wrongCursor();
  const { ofFinding } = findingViewer(record, judged.context(lang));
  return {
    data: page.data.map(ofFinding),
    page: {
      limit,
      total: page.total,
      next: page.next === null ? null : `${scope === ALL ? ALL : record.id}.${page.next}`,
    },
    patrol: patrolView(recordForUnit(record, ownUnit)),
  };
}

/** The whole of a list, for a file. `name` tells one patrol's file from another's. */
export async function findingFile(
  { query, lang, ownUnit }: AskedList,
  { store }: ApiDependencies,
  desk: PatrolDesk,
): Promise<{ readonly name: string; readonly result: PatrolResult; readonly context: ReportContext }> {
  const scope = query.patrol ?? null;
  const record = await recordOf(scope, desk, store);
  if (!record) {
    throw new Problem("no-patrol", {
      zh: "还没有一次完整的巡查，没有可导出的内容",
      en: "No patrol is complete yet, so there is nothing to export",
    });
  }
  const judged = await desk.judged(record);
  const { data } = await store.findings({ ...filterOf(query, scope, judged, ownUnit), limit: NO_LIMIT });
  return {
    name: `-${record.id.replace(/[^\w.-]/g, "_")}`,
    result: resultOf(recordForUnit(record, ownUnit), data),
    context: judged.context(lang),
  };
}

function resultOf(record: PatrolRecord, findings: FindingPage["data"]): PatrolResult {
  const { complete, counts } = record;
  const none = {
    units: 0,
    columns: 0,
    items: 0,
    outcomes: { passed: 0, failed: 0, cantTell: 0, inapplicable: 0 },
  };
  return { patrol: record, complete: complete === true, ...(counts ?? none), findings, undecided: [] };
}

/** The patrol whose words a list is told in; null where no patrol was recorded. */
async function recordOf(
  scope: string | null,
  desk: PatrolDesk,
  store: ApiDependencies["store"],
): Promise<PatrolRecord | null> {
  if (scope !== null && scope !== ALL) return desk.named(scope, "patrol");
  const latest = await desk.latest();
  if (latest || scope === null) return latest;
  // What an incomplete patrol saw is known too.
  return (await store.patrols(null)).find(({ counts }) => counts !== null) ?? null;
}

function filterOf(
  query: AskedList["query"],
  scope: string | null,
  { record, portal }: JudgedPatrol,
  ownUnit: string | null,
): Omit<FindingFilter, "limit"> {
  const { unit, category, inspector, severity, confidence, status, rule, q, sort } = query;
  const asked = inspector
    ? portal.units
        .filter((u) => u.inspector !== null && inspector.includes(u.inspector))
        .map(({ id }) => id)
        .filter((id) => unit === undefined || unit.includes(id))
    : unit;
  const units = ownUnit === null ? asked : [ownUnit].filter((id) => asked?.includes(id) ?? true);
  return {
    ...(scope === ALL ? { known: true } : { patrol: record.id }),
    portalKey: record.portalKey,
    ...(units && { units }),
    ...(category && { categories: category }),
    ...(severity && { severities: severity }),
    ...(confidence && { confidences: confidence }),
    ...(status && { statuses: status }),
    ...(rule && { rules: rule }),
    ...(q !== undefined && { q }),
    ...(sort && { sort }),
  };
}

/** A cursor names what its list is of, then the place in it. */
function readCursor(cursor: string): { readonly scope: string; readonly place: string } {
  const dot = cursor.lastIndexOf(".");
  if (dot < 1) throw wrongCursor();
  return { scope: cursor.slice(0, dot), place: cursor.slice(dot + 1) };
}

function askedOf(page: Promise<FindingPage>): Promise<FindingPage> {
  return page.catch((error: unknown) => {
    throw error instanceof InputError ? wrongCursor() : error;
  });
}

function wrongCursor(): Problem {
  const detail = {
    zh: "cursor 不是本列表给出的；巡查和排序须与取得它时相同",
    en: "The cursor is not one of this list; patrol and sort must be those it was given for",
  };
  return new Problem("invalid-parameter", detail, { parameter: "cursor" });
}
