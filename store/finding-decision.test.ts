import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Finding, FindingStatus } from "../domain/finding.ts";
import { ENGINES, type Place } from "./engines.ts";
import { conclusion, finding, newPatrol, noon, PORTAL_KEY, patrolled, unitRecord } from "./example.ts";
import type { FindingDecision } from "./finding-decision.ts";
import { openStore } from "./open.ts";
import type { Store } from "./store.ts";

const FIRST = noon("2016-12-01");

function decision(status: FindingStatus, rest: Partial<FindingDecision> = {}): FindingDecision {
  return { status, note: null, by: "liu", at: noon("2016-12-10"), dueOn: null, ...rest };
}

describe.each(ENGINES)("what people decide of a finding, in $engine", ({ place: newPlace }) => {
  let place: Place;
  let store: Store;
  beforeEach(async () => {
    place = await newPlace();
    store = await openStore(place.location);
    const patrol = newPatrol("p1", "2016-12-01");
    await patrolled(store, patrol, conclusion(patrol, [finding("f1", FIRST)], [unitRecord([])]));
  });
  afterEach(async () => {
    await store.close();
    await place.drop();
  });

  it("stands at once, with who decided, when, why and until when", async () => {
    const decided = decision("notified", { note: "已电话通知", dueOn: "2016-12-25" });
    const now = { ...finding("f1", FIRST), status: "notified" };
    expect(await store.decideFinding("f1", null, decided)).toEqual(now);
    expect(await store.finding("f1")).toEqual(now);
    expect(await store.knownFindings(PORTAL_KEY)).toEqual([now]);
    expect((await store.findings({ limit: 5, statuses: ["notified"] })).total).toBe(1);
    expect((await store.findingEvents("f1")).at(-1)).toEqual({
      findingId: "f1",
      patrol: null,
      at: decided.at,
      from: "open",
      to: "notified",
      by: "liu",
      note: "已电话通知",
      dueOn: "2016-12-25",
      severity: "minor",
      confidence: "confirmed",
      data: finding("f1", FIRST).data,
    });
  });

  it("is of one portal's finding, and of one that is known", async () => {
    expect(await store.decideFinding("f9", null, decision("waived"))).toBeNull();
    expect(await store.decideFinding("f1", "http://other.test/", decision("waived"))).toBeNull();
    expect((await store.finding("f1"))?.status).toBe("open");
  });

  // What is stored first, what a person decides after a patrol asked what is known, what that patrol makes of it.
  it.each<[FindingStatus, FindingStatus, FindingStatus]>([
    ["waived", "open", "waived"],
    ["waived", "rectified", "waived"],
    ["waived", "suspended", "waived"],
    ["disputed", "open", "disputed"],
    ["disputed", "suspended", "disputed"],
    ["disputed", "rectified", "rectified"],
    ["notified", "open", "notified"],
    ["claimed", "rectified", "rectified"],
    ["notified", "suspended", "suspended"],
    ["rectified", "open", "open"],
  ])(
    "%s, decided while a patrol is on its way, after that patrol says %s: %s",
    async (decided, folded, expected) => {
      const patrol = newPatrol("p2", "2016-12-15");
      await store.createPatrol(patrol);
      const after: Finding = { ...finding("f1", FIRST), lastSeen: patrol.asOf, status: folded };
      await store.decideFinding("f1", null, decision(decided));
      await store.recordPatrol("p2", conclusion(patrol, [], [unitRecord([])], { allFindings: [after] }));
      expect(await store.finding("f1")).toEqual({ ...after, status: expected });
      expect((await store.findings({ limit: 5, known: true })).data).toEqual([
        { ...after, status: expected },
      ]);
    },
  );

  it("can be taken back while a patrol is on its way", async () => {
    await store.decideFinding("f1", null, decision("waived"));
    const patrol = newPatrol("p2", "2016-12-15");
    await store.createPatrol(patrol);
    const carried = await store.knownFindings(PORTAL_KEY);
    await store.decideFinding("f1", null, decision("open", { at: noon("2016-12-12") }));
    await store.recordPatrol("p2", conclusion(patrol, carried, [unitRecord([])]));
    expect((await store.finding("f1"))?.status).toBe("open");
  });

  it("is lost to no patrol that is recorded at the same moment", async () => {
    const other = await openStore(place.location);
    for (const [n, id] of ["p2", "p3", "p4"].entries()) {
      const patrol = newPatrol(id, "2016-12-15");
      await store.createPatrol(patrol);
      const seen = finding("f1", patrol.asOf, { data: { daysSilent: 30 + n } });
      await Promise.all([
        store.recordPatrol(id, conclusion(patrol, [seen], [unitRecord([])])),
        other.decideFinding("f1", null, decision("claimed", { note: id })),
      ]);
    }
    expect(await other.finding("f1")).toMatchObject({ status: "claimed", data: { daysSilent: 32 } });
    const notes = (await other.findingEvents("f1")).filter(({ by }) => by !== null).map(({ note }) => note);
    expect(notes).toEqual(["p2", "p3", "p4"]);
    await other.close();
  });
});
