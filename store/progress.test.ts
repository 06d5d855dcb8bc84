import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ENGINES } from "./engines.ts";
import { newPatrol, noon } from "./example.ts";
import type { Store } from "./store.ts";

describe.each(ENGINES)("a patrol on its way, in $engine", ({ open }) => {
  let store: Store;
  beforeEach(async () => {
    store = await open();
    for (const id of ["p1", "p2"]) await store.createPatrol(newPatrol(id, "2016-12-01"));
  });
  afterEach(() => store.close());

  it("tells how far it is", async () => {
    expect(await store.progress("p1")).toBeNull();
    await store.setProgress("p1", { unitsDone: 0, units: 80, pages: 12 });
    await store.setProgress("p1", { unitsDone: 3, units: 80, pages: 1200 });
    expect(await store.progress("p1")).toEqual({ unitsDone: 3, units: 80, pages: 1200 });
    expect(await store.progress("p2")).toBeNull();
  });

  it("is asked to stop, however often, and no other with it", async () => {
    expect(await store.cancelRequested("p1")).toBe(false);
    await store.requestCancel("p1");
    await store.requestCancel("p1");
    expect(await store.cancelRequested("p1")).toBe(true);
    expect(await store.cancelRequested("p2")).toBe(false);
  });

  it("knows which units wait, run, are done, have failed and why", async () => {
    const error = "page quota of 20000 used up";
    await store.setUnitState("p1", "wjw", { state: "running", error: null });
    await store.setUnitState("p1", "wjw", { state: "failed", error });
    await store.setUnitState("p1", "mzj", { state: "done", error: null });
    expect(await store.unitState("p1", "wjw")).toEqual({ state: "failed", error });
    expect(await store.unitState("p1", "czj")).toEqual({ state: "waiting", error: null });
    expect(await store.unitStates("p1")).toEqual([
      { unitId: "mzj", state: "done", error: null },
      { unitId: "wjw", state: "failed", error },
    ]);
    await store.setUnitState("p1", "wjw", { state: "running", error: null });
    expect(await store.unitState("p1", "wjw")).toEqual({ state: "running", error: null });
    expect(await store.unitStates("p2")).toEqual([]);
  });

  it("takes many reports at once", async () => {
    const units = Array.from({ length: 40 }, (_, n) => `unit-${String(n).padStart(2, "0")}`);
    await Promise.all(units.map((unit) => store.setUnitState("p1", unit, { state: "done", error: null })));
    expect((await store.unitStates("p1")).map(({ unitId }) => unitId)).toEqual(units);
  });

  it("says nothing more once it is finished, or where it is unknown", async () => {
    await store.setUnitState("p1", "mzj", { state: "failed", error: "stopped" });
    await store.abandonPatrol("p1", noon("2016-12-02"));
    for (const [id, because] of [
      ["p1", "p1 is finished"],
      ["p9", "no patrol p9"],
    ] as const) {
      await expect(store.setProgress(id, { unitsDone: 1, units: 1, pages: 1 })).rejects.toThrow(because);
      await expect(store.requestCancel(id)).rejects.toThrow(because);
      await expect(store.setUnitState(id, "mzj", { state: "done", error: null })).rejects.toThrow(because);
    }
    expect(await store.unitState("p1", "mzj")).toEqual({ state: "failed", error: "stopped" });
  });
});
