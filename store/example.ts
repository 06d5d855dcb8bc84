import type { Finding } from "../domain/finding.ts";
import type { Unit } from "../domain/portal.ts";
import {
  type Fact,
  type ItemFacts,
  NO_LINKS,
  type Page,
  PLAIN_COLUMN,
  type UnitSnapshot,
} from "../domain/snapshot.ts";
import type { CalendarDate, Instant } from "../domain/time.ts";
import type { NewPatrol, PatrolConclusion, SeenItem, Store, UnitRecord } from "./store.ts";

// The small portal in which the store's tests are told.

export const PORTAL_KEY = "http://portal.test/";

/** Noon of that day in Shanghai. */
export function noon(day: CalendarDate): Instant {
  return `${day}T04:00:00.000Z`;
}

export function newPatrol(id: string, day: CalendarDate, rest: Partial<NewPatrol> = {}): NewPatrol {
  return {
    id,
    portal: "示例市人民政府门户网站",
    catalogue: "example",
    asOf: noon(day),
    versions: { xuncha: "0.1.0", rules: "r1", catalogue: "c1" },
    onlyUnits: null,
    portalKey: PORTAL_KEY,
    key: "command-1",
    startedAt: noon(day),
    portalFile: "schema: xuncha/portal@1\n",
    catalogueFile: "schema: xuncha/catalogue@1\n",
    out: null,
    ...rest,
  };
}

export function finding(id: string, seen: Instant, rest: Partial<Finding> = {}): Finding {
  return {
    id,
    rule: "stale-unit",
    unit: { id: "mzj", name: "市民政局" },
    category: null,
    column: null,
    item: null,
    confidence: "confirmed",
    severity: "minor",
    wording: "default",
    data: { daysSilent: 20, limitDays: 14 },
    evidence: [
      { url: `${PORTAL_KEY}mzj/`, fetchedAt: seen, status: 200, sha256: "0".repeat(64), excerpt: "" },
    ],
    firstSeen: seen,
    lastSeen: seen,
    status: "open",
    statusReason: null,
    ...rest,
  };
}

export function seenItem(n: number, publishedOn: CalendarDate | null = "2016-12-01"): SeenItem {
  return {
    url: `${PORTAL_KEY}mzj/${n}.html`,
    title: `市民政局工作动态之${n}`,
    publishedOn,
    columns: [`${PORTAL_KEY}mzj/dt/`],
  };
}

export function unitRecord(items: readonly SeenItem[], rest: Partial<UnitRecord> = {}): UnitRecord {
  return {
    unitId: "mzj",
    unitName: "市民政局",
    items,
    readings: [
      {
        columnUrl: `${PORTAL_KEY}mzj/dt/`,
        readFrom: "2016-01-01",
        items: items.length,
        newestOn: items[0]?.publishedOn ?? null,
        drifted: false,
        status: 200,
      },
    ],
    counts: [{ rule: "stale-unit", outcome: "passed", count: 1 }],
    duties: { states: [], columns: [] },
    changes: [],
    ...rest,
  };
}

/** How `patrol` ends; by default complete, with `findings` both failed in it and all that is known. */
export function conclusion(
  patrol: NewPatrol,
  findings: readonly Finding[],
  units: readonly UnitRecord[],
  rest: Partial<PatrolConclusion> & { readonly complete?: boolean } = {},
): PatrolConclusion {
  const { complete = true, ...given } = rest;
  const { id, portal, catalogue, asOf, versions, onlyUnits } = patrol;
  return {
    finishedAt: patrol.startedAt,
    result: {
      patrol: { id, portal, catalogue, asOf, versions, onlyUnits },
      complete,
      units: units.length,
      columns: units.length,
      items: units.reduce((sum, unit) => sum + unit.items.length, 0),
      outcomes: { passed: 1, failed: findings.length, cantTell: 0, inapplicable: 0 },
      findings,
      undecided: [],
    },
    allFindings: findings,
    portalFacts: {
      sharedDays: [],
      templateLacks: [],
      elements: { lacking: [], shown: [] },
      tags: { usual: [], templateLacks: [], unitLacks: {}, keeper: null },
      templateNotices: [],
      publishedUntil: null,
      drifted: [],
      alikePages: [],
      fileHosts: [],
      links: { hosts: [], templates: [] },
    },
    units,
    on: patrol.asOf.slice(0, 10) as CalendarDate, // noon is the same day in Shanghai and in UTC
    warnings: [],
    ...given,
  };
}

/** A snapshot with one column of `items` articles, each with a body of some length. */
export function snapshot(unitId: string, items: number): UnitSnapshot {
  const page: Page = {
    url: `${PORTAL_KEY}${unitId}/`,
    fetchedAt: noon("2016-12-31"),
    status: 200,
    sha256: "0".repeat(64),
  };
  const known = <T>(value: T): Fact<T> => ({ known: true, value, page, excerpt: "" });
  const unit: Unit = {
    id: unitId,
    name: "市民政局",
    kind: "department",
    url: page.url,
    inspector: null,
    contact: null,
    columnsReviewedOn: null,
    columns: [],
    exempt: [],
    declared: [],
  };
  const column = {
    name: "工作动态",
    url: `${page.url}dt/`,
    category: "05.01",
    origin: "listed",
    path: [],
  } as const;
  const item = (n: number): ItemFacts => ({
    url: `${page.url}${n}.html`,
    listTitle: `工作动态之${n}`,
    publishedOn: known<CalendarDate | null>("2016-12-01"),
    listDate: known({ text: "2016-12-01", day: "2016-12-01" as CalendarDate }),
    pageDate: { known: false, reason: "timeout", page: null },
    writtenOn: known(null),
    addressDay: null,
    title: known(`工作动态之${n}`),
    source: known("市民政局"),
    documentNumber: known(null),
    indexNumber: known(null),
    body: known(`市民政局召开第${n}次会议，研究部署工作。`.repeat(30)),
    carriers: known([]),
    tags: null,
    files: [],
    carriedFrom: null,
  });
  return {
    unit,
    navigation: known([column]),
    vanished: [],
    links: NO_LINKS,
    columns: [
      {
        column,
        listing: known({
          items: Array.from({ length: items }, (_, n) => item(n)),
          readFrom: "start",
          readNowFrom: "start",
          fullReadAgo: 0,
          emptyNotice: null,
          bearsName: false,
        }),
        text: known(""),
        ...PLAIN_COLUMN,
      },
    ],
  };
}

/** Starts and ends a patrol in one go. */
export async function patrolled(store: Store, patrol: NewPatrol, end: PatrolConclusion): Promise<void> {
  await store.createPatrol(patrol);
  await store.recordPatrol(patrol.id, end);
}
