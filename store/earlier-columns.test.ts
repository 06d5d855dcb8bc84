import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { UnitSnapshot } from "../domain/snapshot.ts";
import type { CalendarDate } from "../domain/time.ts";
import { ENGINES } from "./engines.ts";
import { conclusion, newPatrol, noon, PORTAL_KEY, snapshot, unitRecord } from "./example.ts";
import type { NewPatrol, Store } from "./store.ts";

const COLUMN = `${PORTAL_KEY}mzj/dt/`;

describe.each(ENGINES)("what patrols leave of a unit's columns in $engine", ({ open }) => {
  let store: Store;
  beforeEach(async () => {
    store = await open();
  });
  afterEach(() => store.close());

  async function begun(id: string, day: CalendarDate, read: UnitSnapshot, rest: Partial<NewPatrol> = {}) {
    const patrol = newPatrol(id, day, rest);
    await store.createPatrol(patrol);
    await store.saveSnapshot(id, read);
    return patrol;
  }
  async function recorded(...given: Parameters<typeof begun>) {
    const patrol = await begun(...given);
    await store.recordPatrol(
      patrol.id,
      conclusion(patrol, [], [unitRecord([])], { complete: patrol.id !== "incomplete" }),
    );
  }
  const known = async (before: string | null = null) => {
    const { columns, patrols, lastPatrol } = await store.history(PORTAL_KEY, "mzj", before);
    const column = columns[COLUMN];
    return {
      patrols,
      lastPatrol,
      items: column?.listing?.value.items.length ?? null,
      further: column?.further.length ?? null,
    };
  };

  it("is the last recorded patrol's, an incomplete one's too, and never an unfinished or abandoned one's", async () => {
    expect(await known()).toEqual({ patrols: 0, lastPatrol: null, items: null, further: null });
    await recorded("p1", "2016-12-01", snapshot("mzj", 3));
    await recorded("incomplete", "2016-12-08", snapshot("mzj", 4));
    await begun("p3", "2016-12-15", snapshot("mzj", 5));
    await store.abandonPatrol("p3", noon("2016-12-15"));
    await begun("p4", "2016-12-29", snapshot("mzj", 6));
    expect(await known()).toEqual({ patrols: 2, lastPatrol: "incomplete", items: 4, further: 0 });
    expect(await known("incomplete")).toMatchObject({ patrols: 1, lastPatrol: "p1", items: 3 });
    expect(Object.keys((await store.history(PORTAL_KEY, "wjw", null)).columns)).toEqual([]);
  });

  it("where a list was cut short or not read, is what the patrol before it read, and what came since", async () => {
    await recorded("p1", "2016-12-01", snapshot("mzj", 3));
    await recorded("p2", "2016-12-15", cutShort(snapshot("mzj", 2)));
    expect(await known()).toEqual({ patrols: 2, lastPatrol: "p2", items: 3, further: 2 });
    await recorded("p3", "2016-12-29", unread(snapshot("mzj", 0)));
    expect(await known()).toEqual({ patrols: 3, lastPatrol: "p3", items: 3, further: 2 });
  });

  it("is nothing that an older version of the program read", async () => {
    const older = { xuncha: "0.0.1", rules: "r1", catalogue: "c1" };
    await recorded("p1", "2016-12-01", snapshot("mzj", 3), { versions: older });
    await recorded("p2", "2016-12-15", cutShort(snapshot("mzj", 2)));
    expect(await known()).toEqual({ patrols: 2, lastPatrol: "p2", items: null, further: 2 });
  });
});

function cutShort(whole: UnitSnapshot): UnitSnapshot {
  return {
    ...whole,
    columns: whole.columns.map((facts) =>
      facts.listing.known
        ? {
            ...facts,
            listing: {
              ...facts.listing,
              value: { ...facts.listing.value, readFrom: "2016-11-20", fullReadAgo: null },
            },
          }
        : facts,
    ),
  };
}

function unread(whole: UnitSnapshot): UnitSnapshot {
  const listing = { known: false, reason: "timeout", page: null } as const;
  return { ...whole, columns: whole.columns.map((facts) => ({ ...facts, listing })) };
}
