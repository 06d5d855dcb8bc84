import { readFile } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Listing, UnitSnapshot } from "../domain/snapshot.ts";
import type { CalendarDate } from "../domain/time.ts";
import { auditEvidence } from "../worker/audit-evidence.ts";
import type { ConcludedPatrol } from "../worker/patrol.ts";
import { checkWarc } from "./iso-28500.ts";
import { changed, itemsFrom, openRepeatBench, type RepeatBench, type Site } from "./repeat-site.ts";

const FIRST: CalendarDate = "2016-12-31";
const SECOND: CalendarDate = "2017-01-10";
const DAMAGED = "市民政局转发《关于加强管理的意见";

/** Eight pages of news, pinned notices, policies from the oldest on, guides without dates, a text. */
const SITE: Site = {
  broken: [],
  tags: "true",
  columns: {
    gzdt: {
      name: "工作动态",
      category: "01.01",
      perPage: 5,
      items: itemsFrom("2016-12-29", 40, 5, "d").map((item, n) =>
        n === 2 || n === 30 ? { ...item, title: DAMAGED.replace("意见", `意见${n}`) } : item,
      ),
    },
    tzgg: {
      name: "通知公告",
      category: "01.02",
      perPage: 5,
      items: [...itemsFrom("2014-03-01", 1, 1, "p"), ...itemsFrom("2016-12-20", 9, 15, "t")],
    },
    zcwj: {
      name: "政策文件",
      category: "01.03",
      perPage: 6,
      items: itemsFrom("2016-12-01", 10, 20, "z").reverse(),
    },
    bszn: {
      name: "办事指南",
      category: "01.04",
      perPage: 6,
      items: itemsFrom(FIRST, 10, 1, "b", { day: null }),
    },
    jgzn: { name: "机构职能", category: "01.05", perPage: 0, items: [] },
  },
};

let bench: RepeatBench;
beforeEach(async () => {
  bench = await openRepeatBench(SITE);
});
afterEach(() => bench.close());

describe("a portal that has not changed", () => {
  test("costs its columns, list fronts, menus, robots.txt, pages of open findings and the sample, and gives the same", async () => {
    const first = await bench.patrol(FIRST);
    const second = await bench.patrol(SECOND);
    const { byPurpose, requests, retries, redirects, unmodified } = second.traffic;
    // The columns' own pages are the menus. Lists that are not in order from the newest on are read to their end.
    expect(byPurpose).toMatchObject({
      robots: 1,
      navigation: 1 + 5,
      column: 0,
      list: 2 + 0 + 1 + 1,
      item: 0,
    });
    expect(byPurpose.finding).toBe(2);
    expect(byPurpose.sample).toBe(2);
    const { robots, navigation, column, list, finding, sample } = byPurpose;
    expect(requests).toBe(robots + navigation + column + list + finding + sample);
    expect([retries, redirects]).toEqual([0, 0]);
    // Everything but robots.txt, which is not there, was asked for only if it had changed.
    expect(unmodified).toBe(requests - 1);
    expect(new Set(bench.asked).size).toBe(bench.asked.length);
    expect(ids(first)).toHaveLength(2);
    expect(ids(second)).toEqual(ids(first));
    for (const { firstSeen, lastSeen, status } of second.conclusion.result.findings) {
      expect([firstSeen, lastSeen, status]).toEqual([first.patrol.asOf, second.patrol.asOf, "open"]);
    }
    await sameAsFresh(second);
  });

  test("is known as well from the second patrol's evidence alone", async () => {
    await bench.patrol(FIRST);
    const second = await bench.patrol(SECOND);
    await replays(second);
  });

  test("says of each item whether it was read now, and of each list how far", async () => {
    await bench.patrol(FIRST);
    const second = await bench.patrol(SECOND);
    const news = await listing(second, "gzdt");
    expect(news).toMatchObject({ readFrom: "start", readNowFrom: "2016-10-21", fullReadAgo: 1 });
    expect(news.items).toHaveLength(40);
    expect(news.items.filter(({ carriedFrom }) => carriedFrom === null).length).toBeLessThan(5);
    const { readings } = await bench.store.history(bench.root, "mzj", null);
    expect(readings[`${bench.root}mzj/gzdt/`]?.map(({ readFrom, items }) => [readFrom, items])).toEqual([
      ["start", 40],
      ["2016-10-21", 40],
    ]);
  });

  test("is read as far back as at first by every sixth patrol", async () => {
    const listPages: number[] = [];
    for (let n = 0; n < 7; n += 1) {
      const { traffic } = await bench.patrol(FIRST);
      listPages.push(traffic.byPurpose.list);
    }
    const [full, front] = listPages;
    expect(listPages).toEqual([full, front, front, front, front, front, full]);
    expect(front).toBeLessThan(full ?? 0);
  });

  test("costs the same where its pages bear no tags, and a server that lies about them is not believed", async () => {
    bench.site = { ...SITE, tags: "none" };
    await bench.patrol(FIRST);
    const plain = await bench.patrol(SECOND);
    expect(plain.traffic.unmodified).toBe(0);
    bench.site = { ...SITE, tags: "lying" };
    await bench.patrol("2017-01-11");
    const lied = await bench.patrol("2017-01-12");
    expect(ids(lied)).toEqual(ids(plain));
    await sameAsFresh(lied);
  });
});

describe("what has changed since", () => {
  test("a new item is read, one put in with an old date too", async () => {
    await bench.patrol(FIRST);
    bench.site = changed(SITE, "gzdt", (items) => [
      { id: "d100", title: "市民政局部署春节值班工作", day: "2017-01-05", answer: "page" },
      { id: "d101", title: "市民政局部署夏季防汛工作", day: "2016-08-03", answer: "page" },
      ...items,
    ]);
    const second = await bench.patrol(SECOND);
    expect(second.traffic.byPurpose.item).toBe(2);
    const { items } = await listing(second, "gzdt");
    expect(items.map(({ url }) => url)).toEqual(expect.arrayContaining([itemUrl("d100"), itemUrl("d101")]));
    const backdated = second.conclusion.result.findings.filter(({ rule }) => rule === "backdated-item");
    expect(backdated.map(({ item }) => item?.url)).toEqual([itemUrl("d101")]);
    await sameAsFresh(second);
  });

  test("an item that was put right without a word is found right, however old it is", async () => {
    await bench.patrol(FIRST);
    bench.site = changed(SITE, "gzdt", (items) =>
      items.map((item) =>
        item.id === "d30" ? { ...item, answer: { title: "市民政局转发《关于加强管理的意见》" } } : item,
      ),
    );
    const second = await bench.patrol(SECOND);
    expect(await statusOf("d30")).toBe("rectified");
    expect(second.conclusion.result.findings.map(({ item }) => item?.url)).toEqual([itemUrl("d2")]);
  });

  test.each(["d2", "d30"])("%s, an item that was taken away, closes its finding as removed", async (id) => {
    await bench.patrol(FIRST);
    bench.site = changed(SITE, "gzdt", (items) => items.filter((item) => item.id !== id));
    const second = await bench.patrol(SECOND);
    const { items } = await listing(second, "gzdt");
    expect(items.some(({ url }) => url === itemUrl(id))).toBe(false);
    await replays(second);
    expect(await statusOf(id)).toBe("removed");
  });

  test("an item whose page is gone, but not its row, is a dead link of its column, and is not forgotten", async () => {
    await bench.patrol(FIRST);
    bench.site = changed(SITE, "gzdt", (items) =>
      items.map((item) => (item.id === "d30" ? { ...item, answer: "gone" } : item)),
    );
    const second = await bench.patrol(SECOND);
    const told = () =>
      second.conclusion.result.findings.map(({ rule, item, data }) => [rule, item?.url ?? data.url]);
    expect(told()).toEqual([
      ["damaged-title", itemUrl("d2")],
      ["dead-link", itemUrl("d30")],
    ]);
    expect(await statusOf("d30")).toBe("open");
    await replays(second);
  });

  test("a row that says something else than before has its page read", async () => {
    await bench.patrol(FIRST);
    bench.site = changed(SITE, "gzdt", (items) =>
      items.map((item) => (item.id === "d1" ? { ...item, title: "市民政局开展冬季走访活动" } : item)),
    );
    const second = await bench.patrol(SECOND);
    expect(bench.asked).toContain("/mzj/gzdt/art/d1.html");
    expect(second.traffic.byPurpose.item).toBeLessThanOrEqual(1);
    await sameAsFresh(second);
  });

  test("what was renamed and what was taken away is kept with both digests, and is no finding", async () => {
    const first = await bench.patrol(FIRST);
    bench.site = changed(SITE, "gzdt", (items) =>
      items
        .filter((item) => item.id !== "d5")
        .map((item) => (item.id === "d1" ? { ...item, title: "市民政局开展冬季走访活动" } : item)),
    );
    const second = await bench.patrol(SECOND);
    expect(ids(second)).toEqual(ids(first));
    const of = { until: second.patrol.id, limit: 10 };
    const changes = await bench.store.itemChanges(bench.root, "mzj", of);
    expect(changes.map(({ kind, url, parts }) => [kind, url, parts.includes("title")])).toEqual([
      ["changed", itemUrl("d1"), true],
      ["removed", itemUrl("d5"), false],
    ]);
    for (const { before, after, patrol } of changes) {
      expect([before.sha256, after.sha256].every((digest) => /^[0-9a-f]{64}$/.test(digest))).toBe(true);
      expect(before.sha256).not.toBe(after.sha256);
      expect(patrol).toBe(second.patrol.id);
    }
    // An unchanged portal adds nothing.
    const third = await bench.patrol("2017-01-11");
    expect(await bench.store.itemChanges(bench.root, "mzj", { until: third.patrol.id, limit: 10 })).toEqual(
      changes,
    );
  });

  test("an item whose page failed is asked again until it answers", async () => {
    bench.site = changed(SITE, "gzdt", (items) =>
      items.map((item) => (item.id === "d9" ? { ...item, answer: "broken" } : item)),
    );
    await bench.patrol(FIRST);
    bench.site = SITE;
    await bench.patrol(SECOND);
    expect(bench.asked.filter((page) => page.endsWith("/d9.html"))).toHaveLength(1);
    expect((await bench.patrol("2017-01-11")).traffic.byPurpose.item).toBe(0);
  });

  test("a column that disappears takes what was known of it along", async () => {
    await bench.patrol(FIRST);
    const { zcwj: _, ...columns } = SITE.columns;
    bench.site = { ...SITE, columns };
    const second = await bench.patrol(SECOND);
    expect((await snapshotOf(second)).columns.map(({ column }) => column.name)).not.toContain("政策文件");
    expect(second.conclusion.result.findings.map(({ rule }) => rule)).toContain("missing-category");
    await sameAsFresh(second);
  });

  test("a list made anew under the same address is read as if for the first time, and judged by nobody yet", async () => {
    await bench.patrol(FIRST);
    bench.site = changed(SITE, "gzdt", () => itemsFrom("2017-01-08", 40, 5, "n"));
    const second = await bench.patrol(SECOND);
    expect(await listing(second, "gzdt")).toMatchObject({ readNowFrom: "start", fullReadAgo: 0 });
    expect(second.conclusion.result.findings).toEqual([]);
    expect(new Set(second.conclusion.result.undecided.map(({ reason }) => reason))).toEqual(
      new Set(["drifted"]),
    );
    await replays(second);
  });
});

describe("what failed", () => {
  test("where a page of the list does not answer, nothing is claimed of what lies behind, and the next patrol goes on", async () => {
    await bench.patrol(FIRST);
    bench.site = { ...SITE, broken: ["/mzj/gzdt/index_1.html"] };
    const second = await bench.patrol(SECOND);
    expect(await listing(second, "gzdt")).toMatchObject({ readFrom: "2016-12-10", fullReadAgo: null });
    expect(await statusOf("d30")).toBe("open");
    bench.site = SITE;
    const third = await bench.patrol("2017-01-11");
    expect(await listing(third, "gzdt")).toMatchObject({ readFrom: "start", fullReadAgo: 1 });
    expect(third.traffic.byPurpose.item).toBe(0);
    await replays(third);
    await sameAsFresh(third);
  });

  test("a first patrol that read nothing leaves nothing to go on from", async () => {
    bench.site = { ...SITE, broken: ["/mzj/", ...Object.keys(SITE.columns).map((slug) => `/mzj/${slug}/`)] };
    await bench.patrol(FIRST);
    bench.site = SITE;
    const second = await bench.patrol(SECOND);
    expect(await listing(second, "gzdt")).toMatchObject({ readNowFrom: "start", fullReadAgo: 0 });
    expect(ids(second)).toHaveLength(2);
  });

  test("an interrupted patrol goes on to the same", async () => {
    await bench.patrol(FIRST);
    await bench.interrupted(SECOND, 8);
    const second = await bench.patrol(SECOND);
    await replays(second);
    expect(await listing(second, "gzdt")).toMatchObject({ readFrom: "start", fullReadAgo: 1 });
    await sameAsFresh(second);
  });

  test("one that is interrupted and given up leaves nothing to go on from", async () => {
    await bench.patrol(FIRST);
    await bench.interrupted(SECOND, 12);
    for (const { id, finishedAt } of await bench.store.patrols(bench.root))
      if (finishedAt === null) await bench.store.abandonPatrol(id, "2017-01-10T05:00:00.000Z");
    expect(await bench.store.history(bench.root, "mzj", null)).toMatchObject({ patrols: 1 });
    const third = await bench.patrol("2017-01-11");
    expect(await listing(third, "gzdt")).toMatchObject({ fullReadAgo: 1 });
    await sameAsFresh(third);
  });
});

/** The evidence is without fault, and alone gives the same, byte for byte. */
async function replays({ evidencePath, conclusion }: ConcludedPatrol): Promise<void> {
  expect(checkWarc(await readFile(evidencePath)).faults).toEqual([]);
  const whatIf = { asOf: null, catalogue: null, overrides: {} };
  const again = await auditEvidence(evidencePath, whatIf, new AbortController().signal);
  expect(JSON.stringify(again.conclusion.result)).toBe(JSON.stringify(conclusion.result));
  expect(JSON.stringify(again.conclusion.units)).toBe(JSON.stringify(conclusion.units));
}

const ids = ({ conclusion }: ConcludedPatrol) => conclusion.result.findings.map(({ id }) => id);
const itemUrl = (id: string) => `${bench.root}mzj/gzdt/art/${id}.html`;

async function statusOf(id: string): Promise<string | undefined> {
  const known = await bench.store.knownFindings(bench.root);
  return known.find(({ item }) => item?.url === itemUrl(id))?.status;
}

async function snapshotOf({ patrol }: ConcludedPatrol): Promise<UnitSnapshot> {
  const snapshot = await bench.store.snapshot(patrol.id, "mzj");
  if (!snapshot) throw new Error("the unit was not read");
  return snapshot;
}

async function listing(patrol: ConcludedPatrol, slug: string): Promise<Listing> {
  const { columns } = await snapshotOf(patrol);
  const found = columns.find(({ column }) => column.url.endsWith(`/${slug}/`))?.listing;
  if (!found?.known) throw new Error(`${slug} was not read`);
  return found.value;
}

/** Findings and counts of outcomes as they would be if no item were known to be back-dated. */
function withoutBackdated({ findings, outcomes }: ConcludedPatrol["conclusion"]["result"]) {
  const kept = findings.filter(({ rule }) => rule !== "backdated-item");
  const backdated = findings.length - kept.length;
  return [kept, { ...outcomes, passed: outcomes.passed + backdated, failed: outcomes.failed - backdated }];
}

/**
 * A patrol that goes on from nothing, on the same day, sees the same items and comes to the same, but for what only
 * somebody can know who was there before.
 */
async function sameAsFresh(patrol: ConcludedPatrol): Promise<void> {
  const fresh = await bench.patrol(patrol.patrol.asOf.slice(0, 10) as CalendarDate, { fresh: true });
  const told = ({ conclusion: { result } }: ConcludedPatrol) =>
    JSON.stringify([...withoutBackdated(result), result.undecided, result.items], (key, value) =>
      key === "fetchedAt" || key === "firstSeen" || key === "statusReason" ? "" : value,
    );
  expect(told(patrol)).toBe(told(fresh));
  const items = async (of: ConcludedPatrol) =>
    (await snapshotOf(of)).columns.map(({ column, listing: { known } }) => [column.name, known]);
  expect(await items(patrol)).toEqual(await items(fresh));
}
