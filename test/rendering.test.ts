import { readFile } from "node:fs/promises";
import type { ServerResponse } from "node:http";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RecordedPage } from "../api/dependencies.ts";
import { evidenceFiles } from "../cli/evidence-files.ts";
import { BROWSER_DEFAULTS, HeadlessBrowser } from "../crawler/browser.ts";
import type { PatrolResult } from "../domain/finding.ts";
import type { OutcomeKind } from "../domain/outcome.ts";
import type { ColumnFacts, Reason } from "../domain/snapshot.ts";
import { addDays } from "../domain/time.ts";
import { auditEvidence } from "../worker/audit-evidence.ts";
import { chromiumPath, WITHOUT_CHROMIUM } from "./chromium.ts";
import { HOME, listPage, type Row, rowsOf, STALE } from "./hostile-pages.ts";
import { patrolHostile } from "./hostile-patrol.ts";
import { type HostileServer, sendHtml, serveHostile } from "./hostile-server.ts";
import { checkWarc } from "./iso-28500.ts";

// Columns whose list a script brings, served by a portal of our own and shown by a real Chromium.

if (WITHOUT_CHROMIUM) console.warn("rendering is not tested: XUNCHA_TEST_WITHOUT=chromium");

const FRESH = rowsOf(Array.from({ length: 10 }, (_, n) => addDays("2016-12-29", -3 * n)));
const MENU = Array.from({ length: 8 }, (_, n) => `<a href="/bm/${n}/">部门${n}</a>`).join("");

/** A column's page whose list `script` has to bring. */
const filled = (script: string, main = '<ul class="list" id="rows"></ul>') =>
  `<!DOCTYPE html><html><head><meta charset="utf-8"><title>工作动态-市青柳局</title><style>.off{display:none}</style></head><body>
<div class="nav"><a href="/">网站首页</a>${MENU}</div>
<div class="place">当前位置：<a href="/">首页</a> &gt; 市青柳局 &gt; 工作动态</div>
<div class="main">${main}</div><div class="foot">主办单位：市青柳局</div><script>
const draw = (rows) => { document.getElementById("rows").innerHTML = rows.map((row) =>
  '<li><a href="' + row.href + '">' + row.title + "</a><span>" + row.day + "</span></li>").join(""); };
const say = (text) => { document.querySelector(".main").innerHTML = "<p>" + text + "</p>"; };
${script}</script></body></html>`;

const json = (response: ServerResponse, value: unknown) =>
  response.writeHead(200, { "content-type": "application/json; charset=utf-8" }).end(JSON.stringify(value));
const asJson = (rows: readonly Row[]) => (response: ServerResponse) =>
  json(response, { success: true, rows });

interface Case {
  readonly why: string;
  /** What `stale-unit` must say. */
  readonly expected: OutcomeKind | Reason;
  readonly page: string;
  /** Answers what the page asks for below its own address. */
  readonly answers?: Readonly<Record<string, (response: ServerResponse, body: string, path: string) => void>>;
  readonly status?: number;
}

const FETCH = `fetch("data?c=1").then((r) => r.json()).then((d) => draw(d.rows));`;
const POST = (type: string, body: string) =>
  `const x = new XMLHttpRequest(); x.open("POST", "data"); x.setRequestHeader("Content-Type", "${type}");
x.onload = () => draw(JSON.parse(x.responseText).rows); x.send(${body});`;

/** Told only where the form came as the page sends it. */
const ifPosted = (wanted: string, rows: readonly Row[]) => (response: ServerResponse, body: string) =>
  body === wanted ? json(response, { rows }) : response.writeHead(400).end();

const CASES: Readonly<Record<string, Case>> = {
  stale: { why: "fetched", expected: "failed", page: filled(FETCH), answers: { data: asJson(STALE) } },
  fresh: { why: "fetched", expected: "passed", page: filled(FETCH), answers: { data: asJson(FRESH) } },
  posted: {
    why: "brought by a posted form",
    expected: "failed",
    page: filled(POST("application/x-www-form-urlencoded", '"page=1&size=10"')),
    answers: { data: ifPosted("page=1&size=10", STALE) },
  },
  "posted-json": {
    why: "brought by posted JSON",
    expected: "failed",
    page: filled(POST("application/json", "JSON.stringify({ page: 1 })")),
    answers: { data: ifPosted('{"page":1}', STALE) },
  },
  framed: {
    why: "in a frame that a script draws",
    expected: "failed",
    page: filled(
      `fetch("data").then(() => { document.getElementById("rows").outerHTML = '<iframe src="list.html" width="800" height="600"></iframe>'; });`,
    ),
    answers: {
      data: (response) => json(response, {}),
      "list.html": (response) => sendHtml(response, listPage(STALE)),
    },
  },
  "in-frame": {
    why: "in a frame that stands in the page",
    expected: "failed",
    page: filled("", '<iframe src="list.html" width="800" height="600"></iframe>'),
    answers: { "list.html": (response) => sendHtml(response, listPage(STALE)) },
  },
  shadow: {
    why: "in an element's own tree",
    expected: "failed",
    page: filled(
      `fetch("data").then((r) => r.json()).then((d) => { const own = document.getElementById("rows"); own.outerHTML = "<div id='rows'></div>";
document.getElementById("rows").attachShadow({ mode: "open" }).innerHTML = "<ul class='list'>" + d.rows.map((row) => "<li><a href='" + row.href + "'>" + row.title + "</a><span>" + row.day + "</span></li>").join("") + "</ul>"; });`,
    ),
    answers: { data: asJson(STALE) },
  },
  endless: {
    why: "asks without end",
    expected: "needs-browser",
    page: filled(`let n = 0; const again = () => fetch("data?n=" + n++).then(again, again); again();`),
    answers: { data: (response) => json(response, {}) },
  },
  away: {
    why: "leads to another server",
    expected: "needs-browser",
    page: filled(`fetch("data").finally(() => { location.href = "{other}away"; });`),
    answers: { data: (response) => json(response, {}) },
  },
  "many-ways-out": {
    why: "tries every way out",
    expected: "needs-browser",
    page: filled(`fetch("{other}fetch").catch(() => {}); fetch("http://169.254.169.254/latest/").catch(() => {}); new Image().src = "{other}image"; navigator.sendBeacon("{other}beacon");
new WebSocket("{other}".replace("http", "ws")); new EventSource("{other}events"); window.open("{other}window");
for (const [rel, as] of [["preconnect"], ["prefetch"], ["preload", "fetch"], ["dns-prefetch"]]) {
  const link = document.createElement("link"); link.rel = rel; if (as) link.as = as; link.href = "{other}" + rel; document.head.append(link); }
const frame = document.createElement("iframe"); frame.src = "{other}frame"; document.body.append(frame);
const form = document.createElement("form"); form.action = "{other}form"; form.method = "post"; document.body.append(form); form.submit();
const peer = new RTCPeerConnection({ iceServers: [{ urls: "stun:{otherHost}" }] }); peer.createDataChannel("x"); peer.createOffer().then((o) => peer.setLocalDescription(o));`),
  },
  throws: {
    why: "breaks before it has brought anything",
    expected: "needs-browser",
    page: filled(`fetch("data").then((r) => r.json()).then((d) => nobody.knows(d));`),
    answers: { data: asJson(STALE) },
  },
  "failed-data": {
    why: "says that there is nothing because its data did not come",
    expected: "needs-browser",
    page: filled(
      `fetch("data").then((r) => r.json()).then((d) => draw(d.rows)).catch(() => say("暂无信息"));`,
    ),
    answers: { data: (response) => response.writeHead(500).end() },
  },
  "refused-data": {
    why: "says that there is nothing because its data say that they failed",
    expected: "needs-browser",
    page: filled(`fetch("data").then((r) => r.json()).then((d) => d.rows ? draw(d.rows) : say("暂无信息"));`),
    answers: { data: (response) => json(response, { code: 500, msg: "系统繁忙" }) },
  },
  "always-noted": {
    why: "says that there is nothing before any data came, and keeps to it",
    expected: "needs-browser",
    page: filled(`fetch("visits");`, '<ul class="list" id="rows"></ul><p id="note">暂无信息</p>'),
    answers: { visits: (response) => json(response, { visits: 7 }) },
  },
  "side-bar": {
    why: "brings nothing, beside rows that are not its own",
    expected: "needs-browser",
    page: filled(
      `fetch("data");`,
      `<ul class="list" id="rows"></ul><div class="side"><h3>最新信息</h3><ul>${FRESH.map((row) => `<li><a href="/other/${row.href}">${row.title}</a><span>${row.day}</span></li>`).join("")}</ul></div>`,
    ),
    answers: { data: asJson([]) },
  },
  challenge: {
    why: "is a challenge, whose script nobody runs",
    expected: "blocked",
    status: 412,
    page: `<html><head><meta r="m" content="x"><script r="m">$_ts=window['$_ts']||{};$_ts.cd="x";</script><script src="solve.js" r="m"></script></head><body></body></html>`,
  },
  reloading: {
    why: "loads itself again once it has left a mark, as a challenge does",
    expected: "needs-browser",
    page: filled(
      `fetch("data").finally(() => { document.cookie = "passed=1"; if (!sessionStorage.seen) { sessionStorage.seen = 1; location.reload(); } });`,
    ),
    answers: { data: (response) => json(response, {}) },
  },
};

describe.skipIf(WITHOUT_CHROMIUM)("a column whose list a script brings", () => {
  let server: HostileServer;
  let other: HostileServer;
  let verdicts: Record<string, OutcomeKind | Reason>;
  let columns: Record<string, ColumnFacts>;
  let live: PatrolResult;
  let faults: readonly string[];
  let replayed: PatrolResult;
  /** Of each page that a finding rests on: whether it is on record, and what it looks like. */
  let proofs: {
    readonly url: string;
    readonly page: RecordedPage | null;
    readonly view: Uint8Array | null;
  }[];

  beforeAll(async () => {
    other = await serveHostile((_path, response) => sendHtml(response, listPage(FRESH)));
    server = await serveHostile((path, response, request) => {
      const [, id = "", rest] = /^\/u\/([^/]+)\/(.*?)(?:\?.*)?$/.exec(path) ?? [];
      const found = CASES[id] ?? FURTHER[id];
      if (rest === "") return sendHtml(response, HOME);
      if (!found || rest === undefined) return response.writeHead(404).end();
      const name = rest.replace("gzdt/", "");
      const answer = found.answers?.[name];
      let body = "";
      request.on("data", (chunk) => {
        body += chunk;
      });
      request.on("end", () => {
        if (answer) answer(response, body, path);
        else if (name === "")
          response
            .writeHead(found.status ?? 200, { "content-type": "text/html; charset=utf-8" })
            .end(
              found.page.replaceAll("{other}", other.url).replaceAll("{otherHost}", new URL(other.url).host),
            );
        else response.writeHead(404).end();
      });
    });
    const browser = new HeadlessBrowser({ ...BROWSER_DEFAULTS, pages: 4, program: chromiumPath() });
    const ids = [...Object.keys(CASES), ...Object.keys(FURTHER)];
    const units = ids.map((id) => ({
      id,
      url: `${server.url}u/${id}/`,
      columnUrls: [`${server.url}u/${id}/gzdt/`],
    }));
    try {
      await patrolHostile(
        units,
        async ({ verdictOf, snapshotOf, concluded }) => {
          verdicts = Object.fromEntries(ids.map((id) => [id, verdictOf(id)]));
          columns = {};
          for (const { id } of units) {
            const [column] = (await snapshotOf(id)).columns;
            if (column) columns[id] = column;
          }
          live = concluded.conclusion.result;
          const files = evidenceFiles(path.resolve(path.dirname(concluded.evidencePath), "../.."));
          proofs = await Promise.all(
            live.findings
              .flatMap(({ evidence }) => evidence)
              .map(async ({ url, sha256 }) => ({
                url,
                page: await files.pageOf(concluded.patrol.id, url, sha256),
                view: await files.viewOf(concluded.patrol.id, url, sha256),
              })),
          );
          await files.close();
          faults = checkWarc(await readFile(concluded.evidencePath)).faults;
          const never = new AbortController().signal;
          const audit = await auditEvidence(
            concluded.evidencePath,
            { asOf: null, catalogue: null, overrides: {} },
            never,
          );
          replayed = audit.conclusion.result;
        },
        { browser, client: { attempts: 1 } },
      );
    } finally {
      await browser.close();
    }
  }, 300_000);
  afterAll(async () => {
    await Promise.all([server?.close(), other?.close()]);
  });

  test.each(Object.entries(CASES).map(([id, { why, expected }]) => [id, why, expected] as const))(
    "%s (%s): %s",
    (id, _why, expected) => {
      expect(verdicts[id]).toBe(expected);
    },
  );

  test("is read from what the browser showed: its findings rest on pages that are on record, with a picture", () => {
    const { listing } = columns.stale ?? {};
    expect(listing?.known && listing.value.items.length).toBe(10);
    expect(proofs.length).toBeGreaterThan(10);
    for (const { url, page, view } of proofs) {
      expect(page?.lines?.length, url).toBeGreaterThan(3);
      expect(
        Buffer.from(view ?? [])
          .subarray(1, 4)
          .toString(),
        url,
      ).toBe("PNG");
    }
    expect(proofs.some(({ page }) => page?.lines?.some((line) => line.includes("第10期")))).toBe(true);
  });

  test("is known to be empty where a script says so after its data came", () => {
    const { listing } = columns.empty ?? {};
    expect(listing).toMatchObject({ known: true, value: { items: [], readFrom: "start" } });
    expect(live.findings.filter(({ unit }) => unit.id === "empty").map(({ wording }) => wording)).toContain(
      "noted-empty",
    );
  });

  test("that grows as one scrolls is not taken to be whole", () => {
    const { listing } = columns.scrolled ?? {};
    expect(listing?.known && listing.value.readFrom).not.toBe("start");
    expect(listing?.known && listing.value.items.length).toBeGreaterThanOrEqual(10);
  });

  test("is read on where its pager has addresses", () => {
    const { listing } = columns.paged ?? {};
    expect(listing?.known && listing.value).toMatchObject({ readFrom: "start" });
    expect(listing?.known && listing.value.items.length).toBe(10);
  });

  test("never brings the browser to another server, nor a challenge to its script", () => {
    expect(other.asked).toEqual([]);
    expect(server.asked.filter((path) => path.endsWith("solve.js"))).toEqual([]);
    expect(server.asked.filter((path) => path.startsWith("/u/reloading/gzdt/"))).toHaveLength(2);
  });

  test("leaves evidence that is WARC to the letter", () => expect(faults).toEqual([]));

  test("gives the same findings from the evidence alone", () => {
    expect(replayed.findings.length).toBeGreaterThan(0);
    expect(JSON.stringify([replayed.findings, replayed.undecided])).toBe(
      JSON.stringify([live.findings, live.undecided]),
    );
  });
});

const FURTHER: Readonly<Record<string, Case>> = {
  empty: {
    why: "is empty",
    expected: "passed",
    page: filled(
      `fetch("data").then((r) => r.json()).then((d) => d.rows.length ? draw(d.rows) : say("暂无信息"));`,
    ),
    answers: { data: asJson([]) },
  },
  scrolled: {
    why: "grows as one scrolls",
    expected: "failed",
    page: filled(
      `${FETCH} let more = true; addEventListener("scroll", () => { if (!more) return; more = false;
fetch("more").then((r) => r.json()).then((d) => { for (const row of d.rows) document.getElementById("rows").insertAdjacentHTML("beforeend", '<li><a href="b' + row.href.slice(2) + '">' + row.title + "</a><span>" + row.day + "</span></li>"); }); });`,
      '<ul class="list" id="rows"></ul><div style="height:3000px"></div>',
    ),
    answers: { data: asJson(STALE), more: asJson(STALE.slice(3)) },
  },
  paged: {
    why: "has a pager",
    expected: "failed",
    page: filled(
      `fetch("data?" + location.search.slice(1)).then((r) => r.json()).then((d) => { draw(d.rows); document.querySelector(".page").innerHTML = d.next ? '<a href="?page=2">下一页</a>' : ""; });`,
      '<ul class="list" id="rows"></ul><div class="page"></div>',
    ),
    answers: {
      data: (response, _body, path) =>
        json(
          response,
          path.includes("page=2")
            ? { rows: FRESH.slice(5), next: false }
            : { rows: FRESH.slice(0, 5), next: true },
        ),
    },
  },
};
