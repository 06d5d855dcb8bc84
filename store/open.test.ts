import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { DatabaseSync } from "@photostructure/sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ENGINES, type Place } from "./engines.ts";
import {
  conclusion,
  finding,
  newPatrol,
  noon,
  PORTAL_KEY,
  patrolled,
  seenItem,
  snapshot,
  unitRecord,
} from "./example.ts";
import { openStore } from "./open.ts";
import { StoreError } from "./store-error.ts";

const MODULE = (name: string) => JSON.stringify(new URL(name, import.meta.url).href);

describe("a store in a file", () => {
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "xuncha-store-"));
    file = path.join(folder, "data", "store.sqlite");
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it("goes on with what an earlier version has written", async () => {
    const patrol = newPatrol("p1", "2016-12-01");
    const end = conclusion(patrol, [finding("f1", patrol.asOf)], [unitRecord([seenItem(1)])]);
    const store = await openStore(file);
    await patrolled(store, patrol, end);
    await store.close();
    const raw = new DatabaseSync(file);
    for (const table of [
      "tokens",
      "patrol_progress",
      "cancel_requests",
      "unit_states",
      "recording_lock",
      "unit_duties",
      "item_changes",
    ]) {
      raw.exec(`drop table ${table}`);
    }
    raw.exec("alter table finding_events drop column due_on");
    raw.exec("alter table readings drop column items");
    raw.exec("alter table readings drop column newest_on");
    raw.exec("alter table readings drop column drifted");
    raw.exec("alter table readings drop column status");
    raw.exec("delete from kysely_migration where name > '0001'");
    raw.close();
    const upgraded = await openStore(file);
    expect(await upgraded.findingEvents("f1")).toMatchObject([{ patrol: "p1", dueOn: null }]);
    expect(await upgraded.tokens()).toEqual([]);
    const next = newPatrol("p2", "2016-12-15");
    await patrolled(upgraded, next, conclusion(next, [], [unitRecord([])]));
    expect(await upgraded.latestCompletePatrol(PORTAL_KEY)).toMatchObject({ id: "p2" });
    await upgraded.close();
  });

  it("takes a folder for the place of its own file", async () => {
    for (const location of [folder, `${folder}/new/`, new URL(`file://${folder}/third/`).href]) {
      await (await openStore(location)).close();
    }
    for (const place of [".", "new", "third"]) {
      expect((await stat(path.join(folder, place, "xuncha.sqlite"))).isFile()).toBe(true);
    }
  });

  it.each(["mysql://localhost/xuncha", "http://portal.test/", ""])("refuses %s", async (location) => {
    await expect(openStore(location)).rejects.toThrow(StoreError);
  });

  it("refuses a file that is no database, and leaves it alone", async () => {
    const text = path.join(folder, "portal.yaml");
    await writeFile(text, "schema: xuncha/portal@1\n".repeat(100));
    await expect(openStore(text)).rejects.toThrow(/portal\.yaml.*not a database/);
    expect((await stat(text)).size).toBe(2400);
  });

  it("loses nothing and keeps no half when it is killed while a patrol is recorded", async () => {
    const store = await openStore(file);
    const patrol = newPatrol("p1", "2016-12-01");
    const end = conclusion(patrol, [finding("f1", noon("2016-12-01"))], [unitRecord([seenItem(1)])]);
    await patrolled(store, patrol, end);
    const before = await store.history(PORTAL_KEY, "mzj", null);
    await store.close();

    // The second unit's items are never to be had: the first one's are written by then, but not committed.
    const program = `
      import { writeSync } from "node:fs";
      import { openStore } from ${MODULE("open.ts")};
      import { conclusion, finding, newPatrol, noon, seenItem, snapshot, unitRecord } from ${MODULE("example.ts")};
      const store = await openStore(${JSON.stringify(file)});
      const patrol = newPatrol("p2", "2016-12-15");
      await store.createPatrol(patrol);
      await store.saveSnapshot("p2", snapshot("mzj", 10));
      const first = unitRecord(Array.from({ length: 5000 }, (_, n) => seenItem(n)));
      const end = conclusion(patrol, [finding("f2", noon("2016-12-15"))], [first]);
      const endless = {
        unitId: "wjw", unitName: "", readings: [], counts: [], duties: { states: [], columns: [] }, changes: [],
        get items() {
          writeSync(1, "halfway");
          for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1000);
        },
      };
      await store.recordPatrol("p2", { ...end, units: [first, endless] });`;
    const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", program], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [said] = await once(child.stdout, "data");
    expect(String(said)).toBe("halfway");
    child.kill("SIGKILL");
    await once(child, "exit");

    const again = await openStore(file);
    expect(await again.history(PORTAL_KEY, "mzj", null)).toEqual(before);
    expect(await again.result("p1")).toEqual(end.result);
    expect(await again.knownFindings(PORTAL_KEY)).toEqual(end.allFindings);
    const resumed = await again.unfinishedPatrol(PORTAL_KEY, "command-1");
    expect(resumed?.id).toBe("p2");
    expect(await again.snapshotUnits("p2")).toEqual(["mzj"]);
    const next = newPatrol("p2", "2016-12-15");
    await again.recordPatrol("p2", conclusion(next, [], [unitRecord([seenItem(2)])], { allFindings: [] }));
    await again.close();
  });
});

describe.each(ENGINES)("opening a store in $engine", ({ place: newPlace }) => {
  let place: Place;
  beforeEach(async () => {
    place = await newPlace();
  });
  afterEach(() => place.drop());

  it("finds everything again", async () => {
    const patrol = newPatrol("p1", "2016-12-01");
    const end = conclusion(patrol, [finding("f1", noon("2016-12-01"))], [unitRecord([seenItem(1)])]);
    const first = await openStore(place.location);
    await first.createPatrol(patrol);
    await first.saveSnapshot("p1", snapshot("mzj", 3));
    await first.recordPatrol("p1", end);
    await first.close();

    const second = await openStore(place.location);
    expect(await second.result("p1")).toEqual(end.result);
    expect(await second.snapshot("p1", "mzj")).toEqual(snapshot("mzj", 3));
    expect(await second.knownFindings(PORTAL_KEY)).toEqual(end.allFindings);
    await second.close();
  });

  it("refuses what a newer program has written, naming both versions", async () => {
    await (await openStore(place.location)).close();
    await place.say(
      "insert into kysely_migration (name, timestamp) values ('0099', '2030-01-01T00:00:00.000Z')",
    );
    await expect(openStore(place.location)).rejects.toThrow(/版本为 99.*版本 7/);
  });

  it("leaves no half of a schema behind where one cannot be created", async () => {
    await place.say("create table patrol_findings (id text)");
    await expect(openStore(place.location)).rejects.toThrow("already exists");
    await place.say("drop table patrol_findings");
    await (await openStore(place.location)).close();
  });

  it("is created once when several open it at the same time", async () => {
    const stores = await Promise.all([
      openStore(place.location),
      openStore(place.location),
      openStore(place.location),
    ]);
    await stores[0].createPatrol(newPatrol("p1", "2016-12-01"));
    expect(await stores[2].patrol("p1")).not.toBeNull();
    for (const store of stores) await store.close();
  });

  it("serves two writers and a reader at once", async () => {
    const [a, b, reader] = [
      await openStore(place.location),
      await openStore(place.location),
      await openStore(place.location),
    ];
    const items = Array.from({ length: 3000 }, (_, n) => seenItem(n));
    const patrols = [
      newPatrol("p1", "2016-12-01"),
      newPatrol("p2", "2016-12-15", { portalKey: "http://b.test/" }),
    ];
    const [one, two] = patrols.map((patrol) =>
      conclusion(patrol, [finding("f1", patrol.asOf)], [unitRecord(items)]),
    );
    for (const patrol of patrols) await a.createPatrol(patrol);
    const writing = Promise.all([one && a.recordPatrol("p1", one), two && b.recordPatrol("p2", two)]);
    expect(await reader.patrols(null)).toHaveLength(2);
    await writing;
    for (const store of [a, b, reader]) {
      expect((await store.patrols(null)).map(({ complete }) => complete)).toEqual([true, true]);
      await store.close();
    }
  });

  it("records two patrols of one portal one after the other", async () => {
    const [a, b] = [await openStore(place.location), await openStore(place.location)];
    const patrols = [newPatrol("p1", "2016-12-01"), newPatrol("p2", "2016-12-15")];
    for (const patrol of patrols) await a.createPatrol(patrol);
    const ends = patrols.map((patrol, n) =>
      conclusion(
        patrol,
        [finding("f1", patrol.asOf, { data: { daysSilent: n } })],
        [unitRecord([seenItem(n)])],
      ),
    );
    await Promise.all(ends.map((end, n) => (n ? a : b).recordPatrol(end.result.patrol.id, end)));
    const events = await a.findingEvents("f1");
    expect(new Set(events.map(({ patrol }) => patrol))).toEqual(new Set(["p1", "p2"]));
    expect((await a.findingPatrols("f1")).toSorted()).toEqual(["p1", "p2"]);
    for (const store of [a, b]) await store.close();
  });

  it("ends a patrol one way where one would record it and one gives it up", async () => {
    const [a, b] = [await openStore(place.location), await openStore(place.location)];
    const patrol = newPatrol("p1", "2016-12-01");
    await a.createPatrol(patrol);
    const items = Array.from({ length: 2000 }, (_, n) => seenItem(n));
    const recorded = a.recordPatrol("p1", conclusion(patrol, [], [unitRecord(items)]));
    const abandoned = b.abandonPatrol("p1", noon("2016-12-02"));
    const tries = await Promise.allSettled([recorded, abandoned]);
    expect(tries.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect((await b.patrol("p1"))?.complete).toBe(tries[0].status === "fulfilled");
    for (const store of [a, b]) await store.close();
  });

  it("records a patrol once where two try at the same time", async () => {
    const [a, b] = [await openStore(place.location), await openStore(place.location)];
    const patrol = newPatrol("p1", "2016-12-01");
    await a.createPatrol(patrol);
    const end = conclusion(patrol, [finding("f1", patrol.asOf)], [unitRecord([seenItem(1)])]);
    const tries = await Promise.allSettled([a.recordPatrol("p1", end), b.recordPatrol("p1", end)]);
    expect(tries.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(String(tries.find((each) => each.status === "rejected")?.reason)).toContain("p1 is finished");
    expect(await b.result("p1")).toEqual(end.result);
    for (const store of [a, b]) await store.close();
  });
});
