import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { BROWSER_DEFAULTS, HeadlessBrowser } from "../crawler/browser.ts";
import type { PatrolResult } from "../domain/finding.ts";
import type { ColumnFacts } from "../domain/snapshot.ts";
import { addDays } from "../domain/time.ts";
import { auditEvidence } from "../worker/audit-evidence.ts";
import { chromiumPath, WITHOUT_CHROMIUM } from "./chromium.ts";
import { HOME, listPage, type Row, rowsOf, STALE } from "./hostile-pages.ts";
import { patrolHostile } from "./hostile-patrol.ts";
import { type HostileServer, sendHtml, serveHostile } from "./hostile-server.ts";
import { checkWarc } from "./iso-28500.ts";

// Lists whose pager names no address, on a portal of our own, turned by a real Chromium.

if (WITHOUT_CHROMIUM) console.warn("lists are not turned: XUNCHA_TEST_WITHOUT=chromium");

const PER_PAGE = 4;
/** Three pages, all within the time that is looked back on. */
const RECENT = rowsOf(Array.from({ length: 3 * PER_PAGE }, (_, n) => addDays("2016-12-29", -2 * n)));

const pageOf = (rows: readonly Row[], number: number) =>
  rows.slice((number - 1) * PER_PAGE, number * PER_PAGE);

/** `draw(rows)` puts rows in place of those that stand there, `bring(n, then)` asks for a page of them. */
const COMMON = `let at = 1;
const row = (r) => '<li><a href="' + r.href + '">' + r.title + "</a><span>" + r.day + "</span></li>";
const list = document.querySelector(".list");
const draw = (rows) => { list.innerHTML = rows.map(row).join(""); };
const bring = (n, then) => fetch("data?page=" + n).then((r) => r.json()).then((d) => { at = n; then(d.rows); mark && mark(n); });
let mark = null;`;
const NEXT = `<a id="next" href="javascript:bring(at + 1, draw)">下一页</a>`;

interface Case {
  readonly why: string;
  /** Items known, and whether that is all. */
  readonly expected: readonly [items: number, isWhole: boolean];
  readonly pager: string;
  readonly script?: string;
  readonly rows?: readonly Row[];
  /** Of these pages no data come. */
  readonly failing?: readonly number[];
}

const CASES: Readonly<Record<string, Case>> = {
  disabled: {
    why: "whose next page is switched off at its end",
    expected: [12, true],
    pager: NEXT,
    script: `mark = (n) => { if (n === 3) document.getElementById("next").className = "disabled"; };`,
  },
  standing: {
    why: "whose next page stays as it is, and turns no more at its end",
    expected: [12, true],
    pager: `<a id="next" href="#">下一页</a>`,
    script: `document.getElementById("next").onclick = () => { if (at < 3) bring(at + 1, draw); return false; };`,
  },
  numbered: {
    why: "whose pager is numbers that listen",
    expected: [12, true],
    pager: `<span>共 12 条</span><ul><li class="number active">1</li><li class="number">2</li><li class="number">3</li></ul>`,
    script: `for (const one of document.querySelectorAll(".number")) one.addEventListener("click", () => bring(Number(one.textContent), draw));
mark = (n) => { for (const one of document.querySelectorAll(".number")) one.className = "number" + (one.textContent == n ? " active" : ""); };`,
  },
  growing: {
    why: "that grows by a button",
    expected: [12, false],
    pager: `<button id="more" onclick="bring(at + 1, (rows) => list.insertAdjacentHTML('beforeend', rows.map(row).join('')))">加载更多</button>`,
    script: `mark = (n) => { if (n === 3) document.getElementById("more").remove(); };`,
  },
  written: {
    why: "whose pager a script writes, with addresses",
    expected: [12, true],
    pager: `<div id="fill"></div>`,
    script: `const here = Number(new URLSearchParams(location.search).get("page") || 1);
document.getElementById("fill").innerHTML = "第" + here + "页/共3页 " + (here < 3 ? '<a href="?page=' + (here + 1) + '">下一页</a>' : "");`,
  },
  dead: { why: "that does not turn", expected: [4, false], pager: `<a href="javascript:;">下一页</a>` },
  failing: {
    why: "of which a page does not come",
    expected: [8, false],
    pager: NEXT,
    failing: [3],
  },
  away: {
    why: "whose next page leads to another server",
    expected: [4, false],
    pager: `<a href="javascript:location.href = '{other}away'">下一页</a>`,
  },
  reloading: {
    why: "whose next page is posted, as a form of the whole page",
    expected: [4, false],
    pager: `<form method="post"><input type="hidden" name="page" value="2"></form><a href="javascript:document.forms[0].submit()">下一页</a>`,
  },
  old: {
    why: "of which the rest is old, read no further than need be",
    expected: [8, false],
    pager: NEXT,
    rows: [...RECENT.slice(0, PER_PAGE), ...STALE],
  },
};

describe.skipIf(WITHOUT_CHROMIUM)("a list that only a click turns", () => {
  let server: HostileServer;
  let other: HostileServer;
  let columns: Record<string, ColumnFacts>;
  let unclicked: Record<string, ColumnFacts>;
  let live: PatrolResult;
  let faults: readonly string[];
  let replayed: PatrolResult;

  beforeAll(async () => {
    other = await serveHostile((_path, response) => sendHtml(response, listPage(STALE)));
    server = await serveHostile((path, response) => {
      const [, id = "", rest, asked = "1"] = /^\/u\/([^/]+)\/([^?]*)(?:\?page=(\d+))?$/.exec(path) ?? [];
      const found = CASES[id];
      const number = Number(asked);
      const rows = pageOf(found?.rows ?? RECENT, number);
      if (rest === "") sendHtml(response, HOME);
      else if (rest === "gzdt/" && found)
        sendHtml(
          response,
          listPage(rows, {
            around: (list) =>
              `${list}<div class="page">${found.pager.replaceAll("{other}", other.url)}</div><script>${COMMON}${found.script ?? ""}</script>`,
          }),
        );
      else if (rest === "gzdt/data" && found?.failing?.includes(number)) response.writeHead(500).end();
      else if (rest === "gzdt/data")
        response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ rows }));
      else response.writeHead(404).end();
    });
    const ids = Object.keys(CASES);
    const units = ids.map((id) => ({
      id,
      url: `${server.url}u/${id}/`,
      columnUrls: [`${server.url}u/${id}/gzdt/`],
    }));
    const browser = new HeadlessBrowser({ ...BROWSER_DEFAULTS, pages: 4, program: chromiumPath() });
    const patrol = async (
      shownBy: HeadlessBrowser | null,
      then: (result: PatrolResult, path: string) => Promise<void>,
    ) => {
      const known: Record<string, ColumnFacts> = {};
      await patrolHostile(
        units,
        async ({ snapshotOf, concluded }) => {
          for (const id of ids) {
            const [column] = (await snapshotOf(id)).columns;
            if (column) known[id] = column;
          }
          await then(concluded.conclusion.result, concluded.evidencePath);
        },
        { browser: shownBy, client: { attempts: 1 } },
      );
      return known;
    };
    try {
      columns = await patrol(browser, async (result, path) => {
        live = result;
        faults = checkWarc(await readFile(path)).faults;
        const whatIf = { asOf: null, catalogue: null, overrides: {} };
        replayed = (await auditEvidence(path, whatIf, new AbortController().signal)).conclusion.result;
      });
    } finally {
      await browser.close();
    }
    unclicked = await patrol(null, async () => {});
  }, 180_000);
  afterAll(async () => {
    await Promise.all([server?.close(), other?.close()]);
  });

  const read = (facts: ColumnFacts | undefined) =>
    facts?.listing.known
      ? [facts.listing.value.items.length, facts.listing.value.readFrom === "start"]
      : null;

  test.each(Object.entries(CASES).map(([id, { why, expected }]) => [id, why, expected] as const))(
    "%s (%s): %j",
    (id, _why, expected) => expect(read(columns[id])).toEqual(expected),
  );

  test("is known as far as its first page shows where there is no browser", () => {
    const found = Object.keys(CASES).map((id) => [id, read(unclicked[id])]);
    expect(found).toEqual(Object.keys(CASES).map((id) => [id, [PER_PAGE, false]]));
  });

  test("rests on what the browser showed after each click", () => {
    const { listing } = columns.disabled ?? {};
    const pages = listing?.known ? listing.value.items.map(({ listDate }) => listDate.page?.url) : [];
    expect(pages.map((url) => url?.split("#")[1] ?? "")).toEqual(
      ["", "page=2", "page=3"].flatMap((page) => Array.from({ length: PER_PAGE }, () => page)),
    );
  });

  test("is turned no further than was wanted, and never to another server", () => {
    const asked = server.asked.filter((path) => path.startsWith("/u/old/gzdt/data"));
    expect(asked).toEqual(["/u/old/gzdt/data?page=2"]);
    expect(other.asked).toEqual([]);
  });

  test("leaves evidence that is WARC to the letter", () => expect(faults).toEqual([]));

  test("gives the same from the evidence alone", () => {
    expect(live.items).toBeGreaterThan(5 * RECENT.length);
    expect(replayed).toEqual(live);
  });
});
