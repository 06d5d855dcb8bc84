import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { pino } from "pino";
import { expect } from "vitest";
import { addDays, type CalendarDate } from "../domain/time.ts";
import { openStore } from "../store/open.ts";
import type { Store } from "../store/store.ts";
import { type ConcludedPatrol, runPatrol } from "../worker/patrol.ts";
import { loadPortal } from "../worker/portal-file.ts";
import type { PatrolOrder } from "../worker/start-patrol.ts";

// A unit's site that changes between patrols.

export interface SiteItem {
  readonly id: string;
  /** As its list shows it. */
  readonly title: string;
  /** Printed in the list; null: the list shows none. */
  readonly day: CalendarDate | null;
  /** What its own page answers; a title of its own where it differs. */
  readonly answer: "page" | "gone" | "broken" | { readonly title: string };
}

export interface SiteColumn {
  readonly name: string;
  readonly category: string | null;
  readonly perPage: number;
  /** In the order of the list. */
  readonly items: readonly SiteItem[];
}

export interface Site {
  readonly columns: Readonly<Record<string, SiteColumn>>;
  /** Paths that answer 500. */
  readonly broken: readonly string[];
  /** `none`: pages bear no tag; `lying`: whatever a request names, nothing has changed. */
  readonly tags: "true" | "none" | "lying";
}

export interface RepeatBench {
  site: Site;
  readonly store: Store;
  readonly root: string;
  /** Paths asked for by the last patrol. */
  readonly asked: readonly string[];
  patrol(on: CalendarDate, order?: Partial<PatrolOrder>): Promise<ConcludedPatrol>;
  /** A patrol that is interrupted by its request number `after`. */
  interrupted(on: CalendarDate, after: number): Promise<void>;
  close(): Promise<void>;
}

const CATALOGUE = `schema: xuncha/catalogue@1
id: repeat
name: 试验目录
basis: 试验用
provenance: official
categories:
${[
  ["01.01", "工作动态", "news", "P14D"],
  ["01.02", "通知公告", "notice", "P6M"],
  ["01.03", "政策文件", "policy", "none"],
  ["01.04", "办事指南", "list", "none"],
  ["01.05", "机构职能", "static", "none"],
]
  .map(
    ([code, name, content, period]) => `  - code: "${code}"
    name: ${name}
    group: 试验
    for: [department]
    content: ${content}
    updateWithin: ${period}
    ifEmpty: finding
    requires: [title]
    basis: 试验用
`,
  )
  .join("")}`;

export async function openRepeatBench(site: Site): Promise<RepeatBench> {
  const folder = await mkdtemp(path.join(tmpdir(), "xuncha-repeat-"));
  let asked: string[] = [];
  let stopAfter = Number.POSITIVE_INFINITY;
  let stop = new AbortController();
  const server = createServer((request, response) => {
    const url = request.url ?? "/";
    asked.push(url);
    if (asked.length === stopAfter) stop.abort(new Error("interrupted"));
    const { status, html } = answerOf(bench.site, url);
    const etag = `"${createHash("sha1").update(html).digest("hex")}"`;
    const named = request.headers["if-none-match"];
    const { tags } = bench.site;
    if (status === 200 && named !== undefined && (named === etag || tags === "lying")) {
      response.writeHead(304, { etag: tags === "lying" ? '"another"' : etag }).end();
      return;
    }
    const headers = { "content-type": "text/html; charset=utf-8", ...(tags !== "none" && { etag }) };
    response.writeHead(status, headers).end(html);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const root = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`; // a TCP server's address is no text
  const portalPath = path.join(folder, "portal.yaml");
  const store = await openStore(path.join(folder, "store.sqlite"));
  await writeFile(path.join(folder, "catalogue.yaml"), CATALOGUE);
  await writeFile(portalPath, portalFile(root));
  const bench: RepeatBench = {
    site,
    store,
    root,
    get asked() {
      return asked;
    },
    async patrol(on, order = {}) {
      asked = [];
      const loaded = await loadPortal(portalPath);
      const asOf = `${on}T04:00:00.000Z` as const;
      const given = { loaded, portalPath, asOf, onlyUnits: null, fresh: false, out: null, ...order };
      const concluded = await runPatrol(given, {
        store,
        dataDir: folder,
        log: pino({ level: "silent" }),
        signal: stop.signal,
        client: { attempts: 1, retryDelayMs: 1 },
        secondPass: { pauseMs: 0, client: {} },
      });
      await concluded.record();
      return concluded;
    },
    async interrupted(on, after) {
      [stopAfter, stop] = [after, new AbortController()];
      await expect(bench.patrol(on)).rejects.toThrow("interrupted");
      [stopAfter, stop] = [Number.POSITIVE_INFINITY, new AbortController()];
    },
    async close() {
      await store.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true, force: true });
    },
  };
  return bench;
}

const portalFile = (root: string) => `schema: xuncha/portal@1
name: 试验市人民政府门户网站
url: ${root}
catalogue: catalogue.yaml
timezone: Asia/Shanghai
crawl: { requestsPerSecond: 1000, concurrency: 8, lookbackDays: 400, recheckDays: 60, allowPrivateHosts: true }
units:
  - { id: mzj, name: 市民政局, kind: department, url: ${root}mzj/, columnsReviewedOn: 2016-06-01 }
`;

function answerOf(site: Site, url: string): { readonly status: number; readonly html: string } {
  const [, slug = "", file = ""] = /^\/mzj\/(?:(\w+)\/)?(?:art\/)?([\w.]*)$/.exec(url) ?? [];
  const column = site.columns[slug];
  const broken = { status: 500, html: "broken" };
  const gone = { status: 404, html: frame(site, "404", "<p>您访问的页面不存在</p>") };
  if (site.broken.includes(url)) return broken;
  if (url === "/mzj/") return { status: 200, html: frame(site, "首页", "<p>欢迎访问</p>") };
  if (!column) return gone;
  const item = column.items.find(({ id }) => file === `${id}.html`);
  if (item) {
    if (item.answer === "gone") return gone;
    if (item.answer === "broken") return broken;
    return { status: 200, html: article(site, item) };
  }
  const page = file === "" ? 0 : Number(/^index_(\d+)\.html$/.exec(file)?.[1] ?? -1);
  if (column.perPage === 0) return page === 0 ? { status: 200, html: frame(site, column.name, TEXT) } : gone;
  const count = Math.ceil(column.items.length / column.perPage);
  if (page < 0 || page >= count) return gone;
  return { status: 200, html: listPage(site, column, page, count) };
}

const TEXT = `<h1>机构职能</h1><div class="TRS_Editor"><p>市民政局主管全市民政工作，负责社会救助、基层政权建设和社会事务管理。</p></div>`;

function frame({ columns }: Site, title: string, main: string): string {
  const menu = Object.entries(columns).map(
    ([slug, { name }]) => `<li><a href="/mzj/${slug}/">${name}</a></li>`,
  );
  return `<html><head><meta charset="utf-8"><title>${title}</title></head><body>
<div class="nav"><ul>${menu.join("")}</ul></div>
<div class="position">当前位置：<a href="/mzj/">首页</a> &gt; ${title}</div>
<div class="content">${main}</div><div class="footer">主办：市民政局</div></body></html>`;
}

function listPage(site: Site, { name, items, perPage }: SiteColumn, page: number, count: number): string {
  const rows = items
    .slice(page * perPage, (page + 1) * perPage)
    .map(
      ({ id, title, day }) =>
        `<li><a href="./art/${id}.html">${title}</a>${day ? `<span>${day}</span>` : ""}</li>`,
    );
  const pager = `<script>createPageHTML(${count}, ${page}, 'index', 'html')</script>`;
  return frame(site, name, `<ul class="list">${rows.join("")}</ul>${pager}`);
}

function article(site: Site, { title, day, answer }: SiteItem): string {
  const own = typeof answer === "object" ? answer.title : title;
  const date = day ? `发布时间：${day}　` : "";
  return frame(
    site,
    own,
    `<h1>${own}</h1><p>${date}来源：市民政局</p><div class="TRS_Editor"><p>有关情况如下，现予公布，请各单位知悉并遵照执行。</p><p>${title}所列各项工作按计划进行，有关单位协同配合。</p></div>`,
  );
}

/** `count` items, the newest first, `everyDays` apart. */
export function itemsFrom(
  newest: CalendarDate,
  count: number,
  everyDays: number,
  name: string,
  rest: Partial<SiteItem> = {},
): SiteItem[] {
  return Array.from({ length: count }, (_, n) => ({
    id: `${name}${n}`,
    title: `市民政局开展第${count - n}次${NAMES[name] ?? "专项"}工作`,
    day: addDays(newest, -n * everyDays),
    answer: "page" as const,
    ...rest,
  }));
}

const NAMES: Readonly<Record<string, string>> = {
  d: "走访慰问",
  t: "公告公示",
  z: "制度建设",
  b: "便民服务",
};

/** Changes one column of a site. */
export function changed(
  site: Site,
  slug: string,
  change: (items: readonly SiteItem[]) => readonly SiteItem[],
): Site {
  const column = site.columns[slug];
  if (!column) throw new Error(`no column ${slug}`);
  return { ...site, columns: { ...site.columns, [slug]: { ...column, items: change(column.items) } } };
}
