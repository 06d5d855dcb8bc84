import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Finding } from "../domain/finding.ts";
import { InputError } from "../domain/input-error.ts";
import type { CalendarDate } from "../domain/time.ts";
import { ENGINES } from "./engines.ts";
import {
  conclusion,
  finding,
  newPatrol,
  noon,
  PORTAL_KEY,
  patrolled,
  seenItem,
  unitRecord,
} from "./example.ts";
import type { FindingFilter, Store } from "./store.ts";

const DAY = "2016-12-01";
const AT = noon(DAY);
const WJW = { id: "wjw", name: "市卫生健康委" };
const ITEM = {
  url: `${PORTAL_KEY}wjw/a_1.html`,
  title: "关于100%达标的通知（ABC）",
  publishedOn: DAY,
} as const;

const FINDINGS: readonly Finding[] = [
  finding("f1", AT, { severity: "critical" }),
  finding("f2", AT, {
    rule: "stale-column",
    category: { code: "05.01", name: "工作动态" },
    severity: "major",
  }),
  finding("f3", AT, { rule: "damaged-title", unit: WJW, item: ITEM, confidence: "suspected" }),
  finding("f4", AT, { rule: "burst-publishing", unit: WJW, status: "recorded", severity: "major" }),
];

describe.each(ENGINES)("findings in $engine", ({ open }) => {
  let store: Store;
  beforeEach(async () => {
    store = await open();
  });
  afterEach(() => store.close());

  async function patrolOf(
    id: string,
    day: CalendarDate,
    findings: readonly Finding[],
    rest: Parameters<typeof conclusion>[3] & { readonly portalKey?: string } = {},
  ): Promise<void> {
    const { portalKey = PORTAL_KEY, ...end } = rest;
    const patrol = newPatrol(id, day, { portalKey });
    await patrolled(store, patrol, conclusion(patrol, findings, [unitRecord([])], end));
  }
  const ids = async (filter: Partial<FindingFilter>) =>
    (await store.findings({ limit: 50, ...filter })).data.map(({ id }) => id).join(" ");

  it("lists nothing before a patrol is complete", async () => {
    await patrolOf("p1", DAY, FINDINGS, { complete: false });
    expect(await store.findings({ limit: 50 })).toEqual({ data: [], total: 0, next: null, patrols: [] });
    expect(await ids({ patrol: "p1" })).toBe("f2 f1 f4 f3");
  });

  it("lists what failed in the latest complete patrol, in the order of units, rules and categories", async () => {
    await patrolOf("p1", DAY, FINDINGS);
    const page = await store.findings({ limit: 50 });
    expect(page).toMatchObject({ total: 4, next: null, patrols: ["p1"] });
    expect(page.data).toEqual(["f2", "f1", "f4", "f3"].map((id) => FINDINGS.find((f) => f.id === id)));
  });

  it.each<[string, Partial<FindingFilter>, string]>([
    ["unit", { units: ["wjw"] }, "f4 f3"],
    ["rules of a group", { rules: ["stale-unit", "stale-column"] }, "f2 f1"],
    ["category", { categories: ["05.01"] }, "f2"],
    ["severity", { severities: ["critical"] }, "f1"],
    ["confidence", { confidences: ["suspected"] }, "f3"],
    ["status", { statuses: ["recorded"] }, "f4"],
    ["portal", { portalKey: "http://other.test/" }, ""],
    ["nothing allowed", { rules: [] }, ""],
    ["all of them", { units: ["wjw"], severities: ["major"], statuses: ["recorded", "open"] }, "f4"],
    ["a name", { q: "民政" }, "f2 f1"],
    ["words in either case", { q: "abc 卫生" }, "f3"],
    ["a percent sign as itself", { q: "100%达" }, "f3"],
    ["a percent sign that is not there", { q: "民%局" }, ""],
    ["an underscore as itself", { q: "a_1" }, "f3"],
    ["an underscore that is not there", { q: "市_政局" }, ""],
    ["a quote", { q: "'); drop table findings; --" }, ""],
  ])("filters by %s", async (_, filter, expected) => {
    await patrolOf("p1", DAY, FINDINGS);
    expect(await ids(filter)).toBe(expected);
    expect((await store.findings({ limit: 1, ...filter })).total).toBe(
      expected.split(" ").filter(Boolean).length,
    );
  });

  it("sorts, either way, with ties in the usual order", async () => {
    await patrolOf("p1", DAY, FINDINGS);
    expect(await ids({ sort: "severity" })).toBe("f1 f2 f4 f3");
    expect(await ids({ sort: "-severity" })).toBe("f3 f4 f2 f1");
    expect(await ids({ sort: "-unit" })).toBe("f3 f4 f1 f2");
    expect(await ids({ sort: "rule" })).toBe("f4 f3 f2 f1");
    await expect(ids({ sort: "colour" as never })).rejects.toThrow(InputError);
  });

  it("sorts by bytes, whatever the language of the database", async () => {
    const units = ["a", "Z", "a-b", "ab", "_", "局", "B", "a b", "中"];
    const many = units.map((id, n) => finding(`f${n}`, AT, { unit: { id, name: id } }));
    await patrolOf("p1", DAY, many);
    const sorted = [...units].sort(); // by code, as UTF-8 sorts
    expect((await store.findings({ limit: 50 })).data.map(({ unit }) => unit.id)).toEqual(sorted);
    expect((await store.knownFindings(PORTAL_KEY)).map(({ unit }) => unit.id)).toEqual(sorted);
    const { next } = await store.findings({ limit: 4 });
    const rest = await store.findings({ limit: 50, cursor: next });
    expect(rest.data.map(({ unit }) => unit.id)).toEqual(sorted.slice(4));
  });

  it.each(["unit", "-severity", "firstSeen"] as const)("pages by %s through all, each once", async (sort) => {
    const many = Array.from({ length: 25 }, (_, n) =>
      finding(`f${n}`, AT, {
        severity: n % 3 ? "minor" : "major",
        unit: n % 2 ? WJW : { id: "mzj", name: "民政" },
      }),
    );
    await patrolOf("p1", DAY, many);
    const read: Finding[] = [];
    let cursor: string | null = null;
    do {
      const page = await store.findings({ limit: 7, sort, cursor });
      expect(page.total).toBe(25);
      read.push(...page.data);
      cursor = page.next;
    } while (cursor !== null);
    expect(read).toEqual((await store.findings({ limit: 100, sort })).data);
    expect(new Set(read.map(({ id }) => id)).size).toBe(25);
  });

  it("goes on through the same patrol when another ends between two pages", async () => {
    await patrolOf("p1", DAY, FINDINGS);
    const first = await store.findings({ limit: 2 });
    await patrolOf("p2", "2016-12-15", [finding("f0", noon("2016-12-15"), { unit: WJW })]);
    expect(await ids({ cursor: first.next })).toBe("f4 f3");
    expect(await ids({})).toBe("f0");
  });

  it("refuses what is no cursor of this list", async () => {
    await patrolOf("p1", DAY, FINDINGS);
    const { next } = await store.findings({ limit: 1 });
    await expect(ids({ cursor: next, sort: "severity" })).rejects.toThrow(InputError);
    for (const cursor of ["", "x", "bnVsbA", "W10", "eyJhIjoxfQ"]) {
      await expect(ids({ cursor })).rejects.toThrow(InputError);
    }
  });

  it("shows an earlier patrol's numbers with the state of now", async () => {
    await patrolOf("p1", DAY, [finding("f1", AT)]);
    const worse = finding("f1", noon("2016-12-15"), { severity: "major", data: { daysSilent: 34 } });
    const closed: Finding = { ...worse, status: "rectified", statusReason: "passed" };
    await patrolOf("p2", "2016-12-15", [worse]);
    await patrolOf("p3", "2016-12-29", [], { allFindings: [closed] });
    const { data } = await store.findings({ patrol: "p1", limit: 50 });
    expect(data).toEqual([{ ...finding("f1", AT), status: "rectified", statusReason: "passed" }]);
    expect(await ids({ patrol: "p1", severities: ["major"] })).toBe("");
    expect(await ids({})).toBe("");
    expect((await store.findings({ known: true, limit: 50 })).data).toEqual([closed]);
    expect(await ids({ known: true, statuses: ["rectified"], severities: ["major"] })).toBe("f1");
  });

  it("lists the latest complete patrol of each portal", async () => {
    await patrolOf("p1", DAY, [finding("f1", AT)]);
    await patrolOf("q1", DAY, [finding("f1", AT), finding("f2", AT)], { portalKey: "http://other.test/" });
    const page = await store.findings({ limit: 50 });
    expect(page.total).toBe(3);
    expect([...page.patrols].sort()).toEqual(["p1", "q1"]);
    expect(await ids({ portalKey: PORTAL_KEY })).toBe("f1");
  });

  it("sums up each unit", async () => {
    const patrol = newPatrol("p1", "2016-12-15");
    const units = [
      unitRecord([seenItem(1, "2016-12-02"), seenItem(2, "2026-12-02"), seenItem(3, null)]),
      unitRecord([], { unitId: "wjw", unitName: "市卫生健康委" }),
    ];
    await patrolled(store, patrol, conclusion(patrol, FINDINGS, units));
    const none = { critical: 0, major: 0, minor: 0 };
    expect(await store.units(PORTAL_KEY)).toEqual([
      {
        unitId: "mzj",
        unitName: "市民政局",
        lastPatrol: "p1",
        columns: 1,
        items: 3,
        lastPublishedOn: "2016-12-02",
        open: { critical: 1, major: 1, minor: 0 },
        suspected: 0,
        recorded: 0,
      },
      {
        unitId: "wjw",
        unitName: "市卫生健康委",
        lastPatrol: "p1",
        columns: 1,
        items: 0,
        lastPublishedOn: null,
        open: none,
        suspected: 1,
        recorded: 1,
      },
    ]);
  });
});
