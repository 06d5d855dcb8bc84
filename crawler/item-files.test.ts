import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type ColumnFacts, type History, type ItemFacts, NO_HISTORY, type Page } from "../domain/snapshot.ts";
import { addDays } from "../domain/time.ts";
import { type Client, recordedClient } from "./client.ts";
import { GATHER_DEFAULTS, type GatherContext } from "./gather.ts";
import { unreadPage } from "./gather-item.ts";
import { filesOf, withFilesChecked } from "./item-files.ts";
import { HEAD_ONLY } from "./page-request.ts";
import { read } from "./reading.ts";
import { Evidence } from "./warc.ts";

const ROOT = "http://portal.test/mzj/";
const PAGE: Page = { url: ROOT, fetchedAt: "2016-12-31T04:00:00.000Z", status: 200, sha256: "0".repeat(64) };

let folder: string;
let evidence: Evidence;
let asked: string[];
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "xuncha-files-"));
  evidence = await Evidence.open(path.join(folder, "e.warc.gz"));
  asked = [];
});
afterEach(async () => {
  await evidence.close();
  await rm(folder, { recursive: true, force: true });
});

test("of an article's files those at hosts of the portal are kept", () => {
  const attachments = ["a.doc", "http://elsewhere.test/b.doc", "javascript:load()"].map((href) => ({
    url: href.includes(":") ? href : `${ROOT}${href}`,
    name: href,
  }));
  const files = filesOf({ attachments: read(attachments) }, new Set(["portal.test"]));
  expect(files.map(({ url }) => url)).toEqual([`${ROOT}a.doc`]);
});

test("all are asked once; then those that were gone or did not say, and one in 52 of the others, in turn", async () => {
  const names = Array.from({ length: 20 }, (_, n) => `${n}.doc`);
  await answering(names, (name) => ({ "0.doc": 404, "1.doc": 403 })[name] ?? 200);
  const first = await checked(facts(names));
  expect(asked).toHaveLength(20);
  expect(statuses(first).slice(0, 3)).toEqual([404, "blocked", 200]);

  const turns: string[][] = [];
  for (const patrols of [1, 20, 40]) {
    asked = [];
    const again = await checked(facts(names), historyOf(first, patrols));
    expect(statuses(again)).toEqual(statuses(first));
    turns.push(asked.map((url) => url.slice(ROOT.length)));
  }
  for (const turn of turns) expect(turn).toEqual(["0.doc", expect.any(String), "1.doc"]);
  expect(new Set(turns.map(([, sampled]) => sampled)).size).toBe(3);
});

test("of many the newest are asked, and the others by later patrols", async () => {
  const names = Array.from({ length: 100 }, (_, n) => `${n}.doc`);
  await answering(names, () => 200);
  const first = await checked(facts(names));
  expect(asked).toEqual(names.slice(0, 60).map((name) => `${ROOT}${name}`));
  expect(statuses(first).at(-1)).toBe("not-patrolled");
  asked = [];
  const second = await checked(facts(names), historyOf(first, 1));
  expect(statuses(second)).toEqual(names.map(() => 200));
  expect(asked.length).toBeLessThanOrEqual(43);
});

async function answering(names: readonly string[], statusOf: (name: string) => number): Promise<void> {
  for (const name of names)
    await evidence.putResponse({
      form: HEAD_ONLY,
      url: `${ROOT}${name}`,
      status: statusOf(name),
      headers: {},
      body: new Uint8Array(),
      fetchedAt: PAGE.fetchedAt,
    });
}

async function checked(columns: readonly ColumnFacts[], history: History = NO_HISTORY) {
  const recorded = recordedClient(evidence);
  const client: Client = {
    get(request, signal) {
      asked.push(request.url);
      return recorded.get(request, signal);
    },
  };
  const context: GatherContext = {
    client,
    limits: { ...GATHER_DEFAULTS, readTo: "2015-11-27", recheckTo: "2016-09-30" },
    hosts: new Set(["portal.test"]),
    others: [],
    shared: [],
    classify: (all) => all,
    recheck: [],
    history,
    signal: new AbortController().signal,
  };
  return withFilesChecked(columns, context);
}

/** A column of articles with one file each, the newest first. */
function facts(names: readonly string[]): ColumnFacts[] {
  const items = names.map((name, n): ItemFacts => {
    const publishedOn = { known: true, value: addDays("2016-12-31", -n), page: PAGE, excerpt: "" } as const;
    return {
      ...unreadPage("not-patrolled", null),
      url: `${ROOT}${name}.html`,
      listTitle: name,
      publishedOn,
      listDate: { ...publishedOn, value: null },
      addressDay: null,
      files: filesOf({ attachments: read([{ url: `${ROOT}${name}`, name }]) }, new Set(["portal.test"])),
    };
  });
  const value = {
    items,
    readFrom: "start",
    readNowFrom: "start",
    fullReadAgo: 0,
    emptyNotice: null,
    bearsName: false,
  } as const;
  const column = { name: "通知公告", url: ROOT, category: null, origin: "listed", path: [] } as const;
  const listing = { known: true, value, page: PAGE, excerpt: "" } as const;
  const text = { known: true, value: "", page: PAGE, excerpt: "" } as const;
  return [{ column, listing, text, rendered: false, othersRows: [], mayHold: [], isOverview: false }];
}

function statuses(columns: readonly ColumnFacts[]): (number | string)[] {
  const items = columns.flatMap(({ listing }) => (listing.known ? listing.value.items : []));
  return items.flatMap(({ files }) =>
    files.map(({ answer }) => (answer.known ? answer.value : answer.reason)),
  );
}

function historyOf(columns: readonly ColumnFacts[], patrols: number): History {
  const known = columns.flatMap(({ column, listing }) =>
    listing.known ? [[column.url, { rendered: false, listing, further: [], othersRows: [] }] as const] : [],
  );
  return { ...NO_HISTORY, columns: Object.fromEntries(known), patrols };
}
