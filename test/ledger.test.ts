import { afterEach, expect, test } from "vitest";
import { readLedger } from "../crawler/ledger.ts";
import type { LedgerEntry } from "../domain/ledger.ts";
import { ledgerCsv } from "../reports/ledger-csv.ts";
import { HOME, listPage, STALE } from "./hostile-pages.ts";
import { patrolHostile } from "./hostile-patrol.ts";
import { type HostileServer, sendHtml, serveHostile } from "./hostile-server.ts";

let server: HostileServer;
afterEach(() => server.close());

test("the ledger tells what was asked, why, what answered, and what was left out", async () => {
  const foreign = { title: "转发外站的信息", date: "2016-12-20", url: "http://elsewhere.test/1.html" };
  server = await serveHostile((path, response) => {
    const broken = server.asked.filter((asked) => asked === "/u/a/broken/").length;
    if (path === "/robots.txt")
      response
        .writeHead(200, { "content-type": "text/plain" })
        .end("User-agent: *\nDisallow: /u/a/closed/\n");
    else if (path === "/u/a/broken/" && broken <= 2) response.writeHead(500).end();
    else if (path === "/u/a/moved/") response.writeHead(302, { location: foreign.url }).end();
    else if (path === "/u/a/gone/") response.writeHead(404).end();
    else sendHtml(response, path === "/u/a/" ? HOME : listPage(STALE));
  });
  const at = (name: string) => `${server.url}u/a/${name}`;
  const unit = { id: "a", url: at(""), columnUrls: ["broken/", "moved/", "gone/", "closed/"].map(at) };
  await patrolHostile([unit], async ({ concluded }) => {
    const entries: LedgerEntry[] = [];
    for await (const entry of readLedger(concluded.evidencePath)) entries.push(entry);
    const told = (url: string) =>
      entries
        .filter((entry) => entry.url === url)
        .map(({ purpose, attempts, status, reason, again }) => [purpose, attempts, status, reason, again]);
    expect(told(`${server.url}robots.txt`)).toEqual([["robots", 1, 200, null, false]]);
    expect(told(at(""))).toEqual([["navigation", 1, 200, null, false]]);
    expect(told(at("broken/"))).toEqual([
      ["column", 2, 500, null, false],
      ["column", 1, 200, null, true],
    ]);
    expect(told(at("gone/"))).toEqual([["column", 2, 404, null, false]]);
    expect(told(at("closed/"))).toEqual([["column", 0, null, "robots", false]]);
    expect(told(foreign.url)).toEqual([["column", 0, null, "not-patrolled", false]]);
    const requests = entries.reduce((sum, { attempts }) => sum + (attempts ?? 0), 0);
    expect(requests).toBe(server.asked.length);
    expect(requests).toBe(concluded.traffic.requests);
    expect(entries.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0)).toBeLessThanOrEqual(
      concluded.traffic.bytes,
    );

    const context = { lang: "zh", timezone: "Asia/Shanghai" } as const;
    let csv = "";
    for await (const line of ledgerCsv(readLedger(concluded.evidencePath), context)) csv += line;
    const lines = csv.slice(1).trimEnd().split("\r\n");
    expect(csv.startsWith("\uFEFF序号,时间,目的,网址,")).toBe(true);
    expect(lines).toHaveLength(entries.length + 1);
    const lineOf = (text: string) => lines.filter((line) => line.includes(text)).at(-1);
    expect(lineOf("closed/")).toMatch(/,栏目首页,.*,GET,0,,,0,按 robots\.txt 未请求$/);
    expect(lineOf("broken/")).toMatch(/,GET,1,200,\d+,\d+,此前失败，再次请求$/);
    expect(lineOf("gone/")).toMatch(/^\d+,\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,栏目首页,/);
  });
});
