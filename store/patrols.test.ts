import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ENGINES } from "./engines.ts";
import { conclusion, newPatrol, noon, PORTAL_KEY, patrolled, snapshot, unitRecord } from "./example.ts";
import type { Store } from "./store.ts";

describe.each(ENGINES)("patrols in $engine", ({ open }) => {
  let store: Store;
  beforeEach(async () => {
    store = await open();
  });
  afterEach(() => store.close());

  it("finds the unfinished patrol of the same command, and of no other", async () => {
    const patrol = newPatrol("p1", "2016-12-31", { onlyUnits: ["mzj"], out: "out/p1" });
    await store.createPatrol(patrol);
    const { portalFile, catalogueFile, ...rest } = patrol;
    expect(await store.unfinishedPatrol(PORTAL_KEY, "command-1")).toEqual({
      ...rest,
      finishedAt: null,
      complete: null,
      counts: null,
      portalFacts: null,
      warnings: [],
    });
    expect(await store.patrolFiles("p1")).toEqual({ portalFile, catalogueFile });
    expect(await store.unfinishedPatrol(PORTAL_KEY, "command-2")).toBeNull();
    expect(await store.unfinishedPatrol("http://other.test/", "command-1")).toBeNull();
  });

  it("keeps an abandoned patrol as history that cannot be resumed or changed", async () => {
    await store.createPatrol(newPatrol("p1", "2016-12-31"));
    await store.saveSnapshot("p1", snapshot("mzj", 1));
    await store.abandonPatrol("p1", noon("2017-01-01"));
    expect(await store.unfinishedPatrol(PORTAL_KEY, "command-1")).toBeNull();
    expect(await store.patrol("p1")).toMatchObject({ complete: false, finishedAt: noon("2017-01-01") });
    expect(await store.snapshotUnits("p1")).toEqual(["mzj"]);
    expect(await store.result("p1")).toBeNull();
    await expect(store.abandonPatrol("p1", noon("2017-01-02"))).rejects.toThrow("p1 is finished");
    await expect(store.saveSnapshot("p1", snapshot("mzj", 2))).rejects.toThrow("p1 is finished");
  });

  it("names the last complete patrol of the whole portal", async () => {
    expect(await store.latestCompletePatrol(PORTAL_KEY)).toBeNull();
    const whole = newPatrol("p1", "2016-12-01");
    const broken = newPatrol("p2", "2016-12-15");
    const oneUnit = newPatrol("p3", "2016-12-20", { onlyUnits: ["mzj"] });
    await patrolled(store, whole, conclusion(whole, [], [unitRecord([])], { warnings: ["目录已变"] }));
    await patrolled(store, broken, conclusion(broken, [], [unitRecord([])], { complete: false }));
    await patrolled(store, oneUnit, conclusion(oneUnit, [], [unitRecord([])], { portalFacts: null }));
    await store.createPatrol(newPatrol("p4", "2016-12-29"));
    expect(await store.latestCompletePatrol(PORTAL_KEY)).toMatchObject({
      id: "p1",
      complete: true,
      portalFacts: { sharedDays: [] },
      warnings: ["目录已变"],
    });
    expect((await store.patrol("p3"))?.portalFacts).toBeNull();
  });

  it("lists patrols of one portal or of all, last started first", async () => {
    await store.createPatrol(newPatrol("p1", "2016-12-01"));
    await store.createPatrol(newPatrol("p2", "2016-12-15"));
    await store.createPatrol(newPatrol("q1", "2016-12-10", { portalKey: "http://other.test/" }));
    expect((await store.patrols(PORTAL_KEY)).map(({ id }) => id)).toEqual(["p2", "p1"]);
    expect((await store.patrols(null)).map(({ id }) => id)).toEqual(["p2", "q1", "p1"]);
    expect(await store.patrol("p9")).toBeNull();
    expect(await store.patrolFiles("p9")).toBeNull();
  });

  it("refuses an id that is taken", async () => {
    await store.createPatrol(newPatrol("p1", "2016-12-01"));
    await expect(store.createPatrol(newPatrol("p1", "2016-12-02"))).rejects.toThrow();
    expect((await store.patrol("p1"))?.asOf).toBe(noon("2016-12-01"));
  });

  it("gives back snapshots as they were, unit by unit, while the store is in use", async () => {
    await store.createPatrol(newPatrol("p1", "2016-12-31"));
    await store.saveSnapshot("p1", snapshot("wjw", 3));
    await store.saveSnapshot("p1", snapshot("mzj", 2));
    await store.saveSnapshot("p1", snapshot("mzj", 5));
    const read = [];
    for await (const each of store.snapshots("p1")) {
      read.push(each);
      expect(await store.snapshot("p1", each.unit.id)).toEqual(each);
    }
    expect(read).toEqual([snapshot("mzj", 5), snapshot("wjw", 3)]);
    expect(await store.snapshot("p1", "none")).toBeNull();
    await expect(store.saveSnapshot("p9", snapshot("mzj", 1))).rejects.toThrow("no patrol p9");
  });
});
