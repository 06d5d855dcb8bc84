import path from "node:path";
import { CLIENT_DEFAULTS, LiveClient, type Record } from "../crawler/client.ts";
import { GATHER_DEFAULTS, gather } from "../crawler/gather.ts";
import { keepMemorySmall } from "../crawler/heap.ts";
import { folderOf, hostOf } from "../crawler/site.ts";
import { Evidence } from "../crawler/warc.ts";
import { sha256Of } from "../crawler/warc-record.ts";
import type { Unit } from "../domain/portal.ts";
import type { UnitSnapshot } from "../domain/snapshot.ts";
import { NO_HISTORY } from "../domain/snapshot.ts";
import type { CalendarDate } from "../domain/time.ts";
import { compete, type Results, type Task } from "./contestant.ts";

/** Units read side by side, as in a patrol. */
const UNITS_AT_ONCE = 4;
const withEvidence = process.argv.includes("--evidence");

/** Writes nothing down. The digest is a fact of each page, with evidence and without. */
const FORGETFUL: Record = {
  recorded: () => Promise.resolve(null),
  putUnmodified: () => Promise.resolve(),
  putResponse: ({ body }) => Promise.resolve(sha256Of(body)),
  putFailure: () => Promise.resolve(),
};

keepMemorySmall();
/** xuncha's own gathering, unit by unit: menus, lists to their end, every item with all of its facts. */
await compete(async (task, results, progress) => {
  const evidence = withEvidence ? await Evidence.open(path.join(task.scratch, "evidence.warc.gz")) : null;
  const client = new LiveClient(evidence ?? FORGETFUL, {
    ...CLIENT_DEFAULTS,
    requestsPerSecond: 1_000_000,
    concurrency: task.connections,
    allowPrivateHosts: true,
  });
  const waiting = task.units.values();
  const readAll = async () => {
    for (const unit of waiting)
      record(
        await gather(
          unitOf(unit),
          contextOf(unit, task, client, () => progress.page()),
        ),
        results,
      );
  };
  await Promise.all(Array.from({ length: UNITS_AT_ONCE }, readAll));
  await client.close();
  await evidence?.sync();
  await evidence?.close();
});

function contextOf(
  unit: Task["units"][number],
  task: Task,
  client: LiveClient,
  onPage: () => void,
): Parameters<typeof gather>[1] {
  const readTo: CalendarDate = "2000-01-01";
  return {
    client,
    limits: { ...GATHER_DEFAULTS, readTo, recheckTo: readTo },
    hosts: new Set([hostOf(task.origin)]),
    others: task.units.filter(({ id }) => id !== unit.id).map(({ url }) => folderOf(url)),
    classify: (columns) => columns,
    shared: [],
    recheck: [],
    history: NO_HISTORY,
    signal: new AbortController().signal,
    onPage,
  };
}

function unitOf({ id, name, url }: Task["units"][number]): Unit {
  return {
    id,
    name,
    kind: "department",
    url,
    inspector: null,
    contact: null,
    columnsReviewedOn: null,
    columns: [],
    exempt: [],
    declared: [],
  };
}

function record(snapshot: UnitSnapshot, results: Results): void {
  for (const { listing } of snapshot.columns) {
    for (const item of listing.known ? listing.value.items : []) {
      results.links += 1;
      results.add({
        url: item.url,
        title: item.title.known ? item.title.value : null,
        date: item.pageDate.known ? (item.pageDate.value?.day ?? null) : null,
        body: item.body.known ? item.body.value : null,
      });
    }
  }
}
