import type { FastifyInstance } from "fastify";
import { CATALOGUE, column, item, known, unit } from "../audit/example.ts";
import type { CategoryState } from "../domain/category-state.ts";
import type { Finding } from "../domain/finding.ts";
import type { ItemChange } from "../domain/item-change.ts";
import type { Portal } from "../domain/portal.ts";
import type { UnitSnapshot } from "../domain/snapshot.ts";
import {
  AS_OF,
  finding,
  itemFinding,
  missingElement,
  portal as reportPortal,
  result,
  staleColumn,
  undecided,
} from "../reports/example-patrol.ts";
import { conclusion, newPatrol, patrolled, unitRecord } from "../store/example.ts";
import { openStore } from "../store/open.ts";
import type { Store, UnitRecord } from "../store/store.ts";
import type { ApiDependencies } from "./dependencies.ts";
import { overTheWire } from "./over-the-wire.ts";
import { buildServer } from "./server.ts";

// The small city in which the API's tests are told: three units, two inspectors, two complete patrols.

export const FIRST_PATROL = "2016-12-17-a0";
export const LATEST_PATROL = "2016-12-31-a1";
/** Only 市审计局, after the latest complete one. */
export const RECHECK = "2017-01-03-a2";

export const PORTAL: Portal = {
  ...reportPortal,
  inspectors: [
    { id: "liu", name: "刘某", email: "liu@portal.test" },
    { id: "chen", name: "陈某", email: null },
  ],
  units: reportPortal.units.map((one) => ({
    ...one,
    inspector: one.id === "mzj" ? "liu" : one.id === "sjj" ? "chen" : null,
    exempt: one.id === "xfj" ? [{ category: "03.01", reason: "无此职能" }] : [],
  })),
};

const audits = { id: "sjj", name: "市审计局" };

/** What failed in the latest patrol. */
export const FINDINGS: readonly Finding[] = [
  finding(),
  itemFinding(),
  finding({
    id: "f3",
    unit: audits,
    severity: "critical",
    category: { code: "05.01", name: "工作动态" },
    column: { url: "http://portal.test/sjj/05.01/", name: "审计动态" },
    status: "notified",
  }),
  itemFinding({
    id: "f4",
    unit: audits,
    item: { url: "http://portal.test/sjj/9.html", title: "=100% 完成_审计", publishedOn: null },
  }),
  finding({ id: "f5", rule: "retired-rule", unit: audits, category: null, column: null, wording: "gone" }),
];

/** Rectified before the latest patrol. */
export const RECTIFIED = finding({
  id: "f0",
  category: { code: "04.01", name: "财政预算" },
  lastSeen: "2016-12-17T04:00:00.000Z",
  status: "rectified",
});

/** 市民政局 as the latest patrol saw it. */
export const SNAPSHOT: UnitSnapshot = unit([
  column("05.01", ["2016-12-30", "2016-12-30", "2016-12-01", "2017-05-01"], { readFrom: "2016-01-01" }),
  column("05.02", ["2016-06-01", item({ publishedOn: known(null) })], { id: "05.02" }),
  column("03.01", [], { emptyNotice: "暂无信息" }),
  column("04.01", [], { readFrom: null }),
  column("06.01", "blocked"),
  column("02.01", "unreadable", { text: known("主管全市民政工作。") }),
]);

const state = (category: string, rest: Partial<CategoryState> = {}): CategoryState => ({
  category,
  state: "filled",
  confidence: null,
  reason: null,
  excuse: null,
  lastPublishedOn: null,
  ...rest,
});

/** How the categories stood at 市民政局 in the latest patrol. */
const DUTIES: UnitRecord["duties"] = {
  states: [
    state("02.01"),
    state("03.01", { state: "empty", confidence: "suspected" }),
    state("04.01", { state: "declared", excuse: "本期无" }),
    state("05.01", { lastPublishedOn: "2016-12-30" }),
    state("05.02", { state: "stale", confidence: "confirmed", lastPublishedOn: "2016-06-01" }),
    state("05.03", { state: "cantTell", reason: "timeout" }),
    state("06.01", { state: "notDemanded" }),
    state("07.01", { state: "notDemanded" }),
  ],
  columns: SNAPSHOT.columns.map(({ column: { url, category }, listing }) => ({
    url,
    category,
    readFrom: listing.known ? listing.value.readFrom : null,
  })),
};

/** What became of an item since the first patrol. */
export const CHANGE: ItemChange = {
  kind: "changed",
  url: "http://portal.test/mzj/05.01/1.html",
  columnUrl: "http://portal.test/mzj/05.01/",
  parts: ["title", "body"],
  before: { title: "市民政局召开工做会议", publishedOn: "2016-12-01", sha256: "1".repeat(64) },
  after: { title: "市民政局召开工作会议", publishedOn: "2016-12-01", sha256: "2".repeat(64) },
  movedTo: null,
};

export async function exampleStore(): Promise<Store> {
  const store = await openStore(":memory:");
  const first = newPatrol(FIRST_PATROL, "2016-12-17", { portal: PORTAL.name });
  const before = [
    { ...finding(), lastSeen: first.asOf },
    { ...RECTIFIED, status: "open" as const },
  ];
  await patrolled(store, first, conclusion(first, before, [unitRecord([])]));

  const latest = newPatrol(LATEST_PATROL, "2016-12-31", { portal: PORTAL.name, asOf: AS_OF });
  await store.createPatrol(latest);
  await store.saveSnapshot(LATEST_PATROL, SNAPSHOT);
  const counts = [
    { rule: "stale-column", outcome: "passed", count: 3 },
    { rule: "stale-column", outcome: "cantTell", count: 2 },
  ] as const;
  await store.recordPatrol(
    LATEST_PATROL,
    conclusion(
      latest,
      FINDINGS,
      [
        unitRecord([], { counts, duties: DUTIES, changes: [CHANGE] }),
        unitRecord([], { unitId: "sjj", unitName: "市审计局" }),
        unitRecord([], { unitId: "xfj", unitName: "市信访局" }),
      ],
      {
        finishedAt: "2016-12-31T05:00:00.000Z",
        allFindings: [...FINDINGS, RECTIFIED],
        result: result({
          patrol: { ...result().patrol, id: LATEST_PATROL, versions: latest.versions },
          findings: FINDINGS,
          undecided: [undecided()],
        }),
      },
    ),
  );

  const recheck = newPatrol(RECHECK, "2017-01-03", {
    portal: PORTAL.name,
    onlyUnits: ["sjj"],
    key: "command-2",
  });
  await patrolled(
    store,
    recheck,
    conclusion(recheck, FINDINGS.slice(2, 3), [unitRecord([], { unitId: "sjj", unitName: "市审计局" })], {
      allFindings: [...FINDINGS, RECTIFIED],
    }),
  );
  return store;
}

export async function exampleServer(
  store: Store,
  rest: Partial<ApiDependencies> = {},
): Promise<FastifyInstance> {
  const server = await buildServer({
    store,
    rules: [staleColumn, missingElement],
    catalogues: [],
    portalOf: async () => ({ portal: PORTAL, catalogue: CATALOGUE }),
    log: false,
    version: "0.1.0",
    ...rest,
  });
  return process.env.XUNCHA_TEST_LISTEN === "1" ? overTheWire(server) : server;
}
