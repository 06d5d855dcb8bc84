import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Finding } from "../domain/finding.ts";
import { NO_HISTORY } from "../domain/snapshot.ts";
import { addDays, type CalendarDate } from "../domain/time.ts";
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
import type { PatrolConclusion, Store, UnitRecord } from "./store.ts";

const COLUMN = `${PORTAL_KEY}mzj/dt/`;

describe.each(ENGINES)("the memory of patrols in $engine", ({ open }) => {
  let store: Store;
  beforeEach(async () => {
    store = await open();
  });
  afterEach(() => store.close());

  async function patrolOf(
    id: string,
    day: CalendarDate,
    findings: readonly Finding[],
    units: readonly UnitRecord[] = [unitRecord([seenItem(1)])],
    rest: Parameters<typeof conclusion>[3] = {},
  ): Promise<PatrolConclusion> {
    const patrol = newPatrol(id, day);
    const end = conclusion(patrol, findings, units, rest);
    await patrolled(store, patrol, end);
    return end;
  }
  const historyBefore = (patrol: string | null) => store.history(PORTAL_KEY, "mzj", patrol);

  it("knows nothing at first", async () => {
    await store.createPatrol(newPatrol("p1", "2016-12-01"));
    expect(await historyBefore("p1")).toEqual(NO_HISTORY);
    expect(await store.knownFindings(PORTAL_KEY)).toEqual([]);
  });

  it("moves only lastSeen when nothing has changed", async () => {
    await patrolOf("p1", "2016-12-01", [finding("f1", noon("2016-12-01"))]);
    await patrolOf("p2", "2016-12-15", [
      finding("f1", noon("2016-12-15"), { firstSeen: noon("2016-12-01"), evidence: [] }),
    ]);
    expect(await store.knownFindings(PORTAL_KEY)).toMatchObject([
      { id: "f1", firstSeen: noon("2016-12-01"), lastSeen: noon("2016-12-15"), evidence: [] },
    ]);
    expect(await store.findingEvents("f1")).toHaveLength(1);
    expect((await historyBefore(null)).firstSeen).toEqual({ [seenItem(1).url]: "2016-12-01" });
    expect(await store.units(PORTAL_KEY)).toMatchObject([{ unitId: "mzj", items: 1, open: { minor: 1 } }]);
  });

  it("keeps every change of state and of numbers as an event", async () => {
    const first = finding("f1", noon("2016-12-01"));
    const worse = {
      ...first,
      lastSeen: noon("2016-12-15"),
      severity: "major",
      data: { daysSilent: 34 },
    } as const;
    const done = { ...worse, status: "rectified", statusReason: "passed" } as const;
    await patrolOf("p1", "2016-12-01", [first]);
    await patrolOf("p2", "2016-12-15", [worse]);
    await patrolOf("p3", "2016-12-29", [], [], { allFindings: [done] });
    await patrolOf("p4", "2017-01-12", [], [], { allFindings: [done] });
    expect(await store.findingEvents("f1", PORTAL_KEY)).toEqual([
      event("p1", "2016-12-01", { from: null, data: first.data }),
      event("p2", "2016-12-15", { severity: "major", data: worse.data }),
      event("p3", "2016-12-29", { to: "rectified", note: "passed", severity: "major", data: worse.data }),
    ]);
    expect(await store.finding("f1")).toEqual(done);
    expect(await store.findingPatrols("f1")).toEqual(["p2", "p1"]);
    expect(await store.findingEvents("f9")).toEqual([]);
    expect(await store.findingPatrols("f9")).toEqual([]);
  });

  it("renders an earlier patrol as it stood then, byte for byte", async () => {
    const undecided = { ...finding("u1", noon("2016-12-01")), reason: "timeout" as const };
    const patrol = newPatrol("p1", "2016-12-01");
    const findings = [finding("f2", noon("2016-12-01")), finding("f1", noon("2016-12-01"))];
    const plain = conclusion(patrol, findings, [unitRecord([seenItem(1)])]);
    const end = { ...plain, result: { ...plain.result, undecided: [undecided] } };
    await patrolled(store, patrol, end);
    await patrolOf("p2", "2016-12-15", [finding("f1", noon("2016-12-15"), { severity: "critical" })]);
    expect(JSON.stringify(await store.result("p1"))).toBe(JSON.stringify(end.result));
    expect(await store.outcomeCounts("p1")).toEqual([
      { unitId: "mzj", rule: "stale-unit", outcome: "passed", count: 1 },
    ]);
  });

  it("remembers of each column how far it was read, oldest first, a year back", async () => {
    for (let n = 0; n < 28; n++) {
      const readFrom = n === 26 ? "start" : n === 27 ? null : "2015-06-01";
      const unit = unitRecord([], {
        readings: [{ columnUrl: COLUMN, readFrom, items: n, newestOn: null, drifted: false, status: 200 }],
      });
      await patrolOf(`p${n}`, addDays("2016-01-01", 14 * n), [], [unit]);
    }
    const readings = (await historyBefore(null)).readings[COLUMN];
    expect(readings).toHaveLength(26);
    expect(readings?.[0]).toEqual({
      on: "2016-01-29",
      readFrom: "2015-06-01",
      items: 2,
      newestOn: null,
      status: 200,
    });
    expect(readings?.slice(-2)).toEqual([
      { on: "2016-12-30", readFrom: "start", items: 26, newestOn: null, status: 200 },
      { on: "2017-01-13", readFrom: null, items: 27, newestOn: null, status: 200 },
    ]);
  });

  it("tells what was known before a patrol, also after later ones", async () => {
    await patrolOf("p1", "2016-12-01", [], [unitRecord([seenItem(1)])], { complete: false });
    await patrolOf("p2", "2016-12-15", [], [unitRecord([seenItem(1), seenItem(2)])]);
    await patrolOf("p3", "2016-12-29", [], [unitRecord([seenItem(3)])]);
    expect(await historyBefore("p1")).toEqual(NO_HISTORY);
    expect(await historyBefore("p2")).toMatchObject({
      firstSeen: { [seenItem(1).url]: "2016-12-01" },
      readings: { [COLUMN]: [{ on: "2016-12-01", readFrom: "2016-01-01" }] },
    });
    expect(Object.values((await historyBefore(null)).firstSeen)).toEqual([
      "2016-12-01",
      "2016-12-15",
      "2016-12-29",
    ]);
    expect(await store.history(PORTAL_KEY, "wjw", null)).toEqual(NO_HISTORY);
    await expect(historyBefore("p9")).rejects.toThrow("no patrol p9");
  });

  it("takes the earliest day where a later patrol judges by an earlier moment", async () => {
    await patrolOf("p1", "2016-12-15", [], [unitRecord([seenItem(1)])]);
    await patrolOf("p2", "2016-12-01", [], [unitRecord([seenItem(1)])]);
    expect((await historyBefore(null)).readings[COLUMN]?.map(({ on }) => on)).toEqual([
      "2016-12-01",
      "2016-12-15",
    ]);
    await store.createPatrol(newPatrol("p3", "2016-12-10"));
    expect(await historyBefore("p3")).toMatchObject({
      firstSeen: { [seenItem(1).url]: "2016-12-01" },
      readings: { [COLUMN]: [{ on: "2016-12-01", readFrom: "2016-01-01" }] },
    });
  });

  it("claims of a column that was read twice only what both readings show", async () => {
    const readings = (["start", "2016-03-01", "2016-01-01"] as const).map((readFrom) => ({
      columnUrl: COLUMN,
      readFrom,
      items: 1,
      newestOn: "2016-12-01" as CalendarDate,
      drifted: false,
      status: 200,
    }));
    const twice = [seenItem(1, null), { ...seenItem(1), columns: [`${PORTAL_KEY}mzj/tz/`] }];
    await patrolOf("p1", "2016-12-01", [], [unitRecord(twice, { readings })]);
    expect((await historyBefore(null)).readings[COLUMN]).toEqual([
      { on: "2016-12-01", readFrom: "2016-03-01", items: 1, newestOn: "2016-12-01", status: 200 },
    ]);
    expect(await store.units(PORTAL_KEY)).toMatchObject([{ items: 1, lastPublishedOn: "2016-12-01" }]);
  });

  it("forgets how far a column was read before it was not what it had been", async () => {
    const reading = (drifted: boolean) => ({
      columnUrl: COLUMN,
      readFrom: drifted ? null : ("2016-01-01" as const),
      items: drifted ? null : 1,
      newestOn: null,
      drifted,
      status: 200,
    });
    const days = ["2016-12-01", "2016-12-02", "2016-12-03"] as const;
    for (const [n, day] of days.entries())
      await patrolOf(`p${n}`, day, [], [unitRecord([], { readings: [reading(n === 1)] })]);
    expect((await historyBefore(null)).readings[COLUMN]?.map(({ on, readFrom }) => [on, readFrom])).toEqual([
      ["2016-12-02", null],
      ["2016-12-03", "2016-01-01"],
    ]);
  });

  it("records a patrol once, wholly or not at all", async () => {
    const end = await patrolOf("p1", "2016-12-01", [finding("f1", noon("2016-12-01"))]);
    await expect(store.recordPatrol("p1", end)).rejects.toThrow("p1 is finished");
    await expect(store.recordPatrol("p9", end)).rejects.toThrow("p1 cannot be recorded as p9");

    const stray = finding("f2", noon("2016-12-15"));
    await expect(
      patrolOf("p2", "2016-12-15", [stray], [unitRecord([seenItem(2)])], { allFindings: [] }),
    ).rejects.toThrow();
    expect((await store.patrol("p2"))?.finishedAt).toBeNull();
    expect(Object.keys((await historyBefore(null)).firstSeen)).toEqual([seenItem(1).url]);
    expect(await store.result("p2")).toBeNull();
  });

  it("keeps portals apart that share units and findings", async () => {
    await patrolOf("p1", "2016-12-01", [finding("f1", noon("2016-12-01"))]);
    const other = newPatrol("q1", "2016-12-15", { portalKey: "http://other.test/" });
    const theirs = finding("f1", noon("2016-12-15"), { severity: "critical" });
    await patrolled(store, other, conclusion(other, [theirs], [unitRecord([seenItem(2)])]));
    expect(await store.knownFindings(PORTAL_KEY)).toMatchObject([{ severity: "minor" }]);
    expect(await store.finding("f1", PORTAL_KEY)).toMatchObject({ severity: "minor" });
    expect(await store.finding("f1")).toEqual(theirs);
    expect(Object.keys((await historyBefore(null)).firstSeen)).toEqual([seenItem(1).url]);
  });

  it("takes a title with a character that some databases refuse", async () => {
    const titled = { ...seenItem(1), title: "关于\u0000的通知" };
    const at = noon("2016-12-01");
    const named = { url: titled.url, title: titled.title, publishedOn: titled.publishedOn };
    await patrolOf("p1", "2016-12-01", [finding("f1", at, { item: named })], [unitRecord([titled])]);
    expect((await store.finding("f1"))?.item).toEqual(named);
  });

  it("takes a unit of 20,000 items", async () => {
    const items = Array.from({ length: 20_000 }, (_, n) => seenItem(n));
    await patrolOf("p1", "2016-12-01", [], [unitRecord(items)]);
    await patrolOf("p2", "2016-12-15", [], [unitRecord(items)]);
    expect(Object.keys((await historyBefore(null)).firstSeen)).toHaveLength(20_000);
  });

  function event(patrol: string, day: CalendarDate, rest: object) {
    const at = noon(day);
    const same = {
      from: "open",
      to: "open",
      by: null,
      note: null,
      dueOn: null,
      severity: "minor",
      confidence: "confirmed",
    };
    return { findingId: "f1", patrol, at, ...same, ...rest };
  }
});
