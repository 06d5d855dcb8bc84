import { afterEach, describe, expect, test } from "vitest";
import type { Reason } from "../domain/snapshot.ts";
import { auditEvidence } from "../worker/audit-evidence.ts";
import { message } from "./hostile-case.ts";
import { articlePage, HOME, listPage, type Row, rowsOf, STALE } from "./hostile-pages.ts";
import { type HostileUnit, patrolHostile } from "./hostile-patrol.ts";
import { asOf, type HostileServer, sendHtml, serveHostile } from "./hostile-server.ts";

let server: HostileServer;
afterEach(() => server.close());

const IDS = Array.from({ length: 16 }, (_, n) => `unit${n}`);
/** The newest two are recent enough for their own pages to be read, and too old for a unit that may not be silent. */
const READ = ["2016-12-14", "2016-12-09"] as const;
const ROWS = [...rowsOf(READ), ...STALE];

function rowsFor(id: string): Row[] {
  return ROWS.map((row) => ({ ...row, title: `${id}：${row.title}` }));
}

/** Of the two items that are read one lacks its source. */
function itemPage({ title, day, href }: Row): string {
  const page = articlePage(title, day ?? "2016-01-01");
  return href === ROWS[0]?.href ? page : page.replace(`${day}</div>`, `${day}　来源：市青柳局</div>`);
}

function wellAt(path: string): string | null {
  const [, id = "", rest = ""] = /^\/u\/([^/]+)\/(.*)$/.exec(path) ?? [];
  if (!IDS.includes(id)) return null;
  if (rest === "") return HOME;
  if (rest === "gzdt/") return listPage(rowsFor(id));
  const row = rowsFor(id).find(({ href }) => `gzdt/${href.slice(2)}` === rest);
  return row ? itemPage(row) : null;
}

/** The portal's home page, with the news of its units. */
const PORTAL_HOME = `<!DOCTYPE html><html><head><meta charset="utf-8"><title>青柳市人民政府门户网站</title></head><body>
<div class="nav"><ul>${IDS.map((id) => `<li><a href="/u/${id}/">${id}</a></li>`).join("")}</ul></div>
<div class="main"><h2>部门动态</h2><ul class="list">${IDS.map((id) =>
  rowsFor(id)
    .slice(0, 1)
    .map(
      ({ href, title, day }) =>
        `<li><a href="/u/${id}/gzdt/${href.slice(2)}" title="${title}">${title}</a><span>${day}</span></li>`,
    )
    .join(""),
).join("\n")}</ul></div>
<div class="foot">主办单位：青柳市人民政府办公室</div></body></html>`;

const LOGIN = `<!DOCTYPE html><html><head><meta charset="utf-8"><title>统一身份认证</title></head><body><h2>用户登录</h2>
<form action="/login" method="post"><p><label>用户名 <input name="user"></label></p><p><label>密码 <input name="word" type="password"></label></p>
<button>登录</button> <a href="/forgot">忘记密码</a></form><div class="foot">技术支持：青柳市信息中心</div></body></html>`;

const OUTAGES: readonly [what: string, page: string, reasons: readonly Reason[]][] = [
  ["the portal's home page", PORTAL_HOME, ["drifted"]],
  ["a login page", LOGIN, ["drifted", "unreadable"]],
  ["words of maintenance", message("系统维护", "网站正在升级维护，请稍后访问。"), ["maintenance"]],
];
/** Requests that are answered as they should be, of 65: a few units are left then, or most. */
const BEGINS = [12, 30, 50];
const CASES = OUTAGES.flatMap(([what, page, reasons]) =>
  BEGINS.map((begin) => ({ what, begin, page, reasons })),
);

describe("a server that from some moment on answers everything with the same page under 200", () => {
  test.each(CASES)(
    "$what, after $begin answers: what was read before stands, what came after cannot be told",
    async ({ begin, page, reasons }) => {
      const well = await serve(begin, page);
      await patrolHostile(unitsAt(server.url), async ({ concluded, verdictOf, accusersOf }) => {
        const isListRead = (id: string) => well.has(`/u/${id}/gzdt/`);
        for (const id of IDS) {
          expect([id, accusersOf(id)]).toEqual([id, accusersDue(id, well)]);
          if (!isListRead(id)) expect(reasons).toContain(verdictOf(id));
        }
        expect(new Set(IDS.map(isListRead))).toEqual(new Set([true, false]));
        const whatIf = { asOf: null, catalogue: null, overrides: {} };
        const again = await auditEvidence(concluded.evidencePath, whatIf, new AbortController().signal);
        expect(again.conclusion.result).toEqual(concluded.conclusion.result);
      });
    },
  );

  test("without it every unit is judged by all that it shows", async () => {
    const well = await serve(Number.POSITIVE_INFINITY, "");
    await patrolHostile(unitsAt(server.url), async ({ accusersOf }) => {
      for (const id of IDS) expect([id, accusersOf(id)]).toEqual([id, ["missing-element", "stale-unit"]]);
      expect(well.size).toBe(IDS.length * 4);
    });
  });
});

/** Answers well so often, and with `outage` from then on. @returns Paths that were answered well. */
async function serve(begin: number, outage: string): Promise<ReadonlySet<string>> {
  const well = new Set<string>();
  server = await serveHostile((path, response) => {
    const page = wellAt(path);
    if (server.asked.length > begin) sendHtml(response, outage);
    else if (page === null) response.writeHead(404).end();
    else {
      well.add(path);
      sendHtml(asOf(response, path), page);
    }
  });
  return well;
}

function accusersDue(id: string, well: ReadonlySet<string>): string[] {
  const isListRead = well.has(`/u/${id}/gzdt/`);
  const isItemRead = well.has(`/u/${id}/gzdt/${ROWS[0]?.href.slice(2)}`);
  return [...(isListRead && isItemRead ? ["missing-element"] : []), ...(isListRead ? ["stale-unit"] : [])];
}

function unitsAt(root: string): HostileUnit[] {
  return IDS.map((id) => ({ id, url: `${root}u/${id}/`, columnUrls: [`${root}u/${id}/gzdt/`] }));
}
