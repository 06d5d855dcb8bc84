import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ENGINES, type Place } from "./engines.ts";
import { conclusion, newPatrol, PORTAL_KEY, patrolled, seenItem, unitRecord } from "./example.ts";
import { openStore } from "./open.ts";

describe.each(ENGINES)("items by day in $engine", ({ place: newPlace }) => {
  let place: Place;
  beforeEach(async () => {
    place = await newPlace();
  });
  afterEach(() => place.drop());

  it("are counted with the columns they stand in; days ahead of the patrol and undated ones are left out", async () => {
    const store = await openStore(place.location);
    const patrol = newPatrol("p1", "2016-12-31");
    const item = (
      n: number,
      publishedOn: "2016-12-30" | "2016-12-01" | "2017-02-01" | null,
      ...columns: string[]
    ) => ({
      ...seenItem(n),
      publishedOn,
      columns,
    });
    const duties = {
      states: [],
      columns: [{ url: "a", category: "05.01", readFrom: "start" as const }],
    };
    const items = [
      item(1, "2016-12-30", "a"),
      item(2, "2016-12-30", "a"),
      item(3, "2016-12-30", "a", "b"),
      item(4, "2016-12-01", "a"),
      item(5, "2017-02-01", "a"),
      item(6, null, "a"),
    ];
    await patrolled(store, patrol, conclusion(patrol, [], [unitRecord(items, { duties })]));
    expect(await store.publishedDays(PORTAL_KEY, "2016-12-01", "2017-12-31")).toEqual([
      { unitId: "mzj", on: "2016-12-01", columns: ["a"], items: 1 },
      { unitId: "mzj", on: "2016-12-30", columns: ["a", "b"], items: 1 },
      { unitId: "mzj", on: "2016-12-30", columns: ["a"], items: 2 },
    ]);
    expect(await store.publishedDays(PORTAL_KEY, "2016-12-02", "2016-12-29")).toEqual([]);
    expect(await store.unitDuties("p1")).toEqual([{ unitId: "mzj", ...duties }]);
    await store.close();
  });
});
