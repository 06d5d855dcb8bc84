import { afterEach, beforeEach, expect, test } from "vitest";
import { auditEvidence } from "../worker/audit-evidence.ts";
import type { ConcludedPatrol } from "../worker/patrol.ts";
import { listPage, STALE } from "./hostile-pages.ts";
import { type HostilePatrol, type HostileUnit, patrolHostile } from "./hostile-patrol.ts";
import { type Answerer, asOf, type HostileServer, sendHtml, serveHostile } from "./hostile-server.ts";

const IDS = ["first", "second", "third", "fourth"];

let server: HostileServer;
/** Links of a unit's home page, and of its column's. */
let links: { home: Record<string, string[]>; column: Record<string, string[]> };
/** What stands at an address that is none of the units' own pages: a status for each time that it is asked, the last for ever. */
let answers: Record<string, readonly (number | string)[]>;

beforeEach(async () => {
  links = { home: {}, column: {} };
  answers = {};
  server = await serveHostile(answer);
});
afterEach(() => server.close());

test("a link that is gone twice is a finding of the page it stands on, its twin that opens is not", async () => {
  links.home = { first: ["/zt/gone.html", "/zt/there.html"], second: ["/zt/there.html"] };
  links.column = { third: ["/zt/lost.html", "/zt/there.html"] };
  answers = { "/zt/gone.html": [404], "/zt/lost.html": [410], "/zt/there.html": [200] };
  await patrolled(async ({ concluded }) => {
    expect(dead(concluded)).toEqual([
      ["first", null, "/zt/gone.html", 404, 1, "confirmed"],
      ["third", "/u/third/gzdt/", "/zt/lost.html", 410, 1, "confirmed"],
    ]);
    expect(undecided(concluded)).toEqual([]);
    const { evidence } = found(concluded)[0] ?? {};
    expect(evidence?.map(({ url, status }) => [pathOf(url), status])).toEqual([["/zt/gone.html", 404]]);
    // Asked once for all units.
    expect(server.asked.filter((path) => path === "/zt/there.html")).toHaveLength(1);
    const { requests, retries, redirects, byPurpose } = concluded.traffic;
    const purposes = Object.values(byPurpose).reduce((sum, count) => sum + count, 0);
    expect([requests, purposes + retries + redirects]).toEqual([server.asked.length, server.asked.length]);
  });
});

test.each<[string, readonly (number | string)[], string]>([
  // Twice in the first pass; at the patrol's end it is back.
  ["comes back before the patrol ends", [404, 404, 200], "unreachable"],
  ["fails at the patrol's end", [404, 404, 500], "server-error"],
  ["is refused", [403], "blocked"],
  ["is answered with errors", [500], "server-error"],
  ["sends on to the front door", ["/"], "soft-404"],
  ["sends on to a page for what is not found", ["/404.html"], "soft-404"],
])("of a link that %s nothing is claimed", async (_why, said, reason) => {
  links.home = { first: ["/zt/a.html"] };
  answers = { "/zt/a.html": said };
  await patrolled(async ({ concluded }) => {
    expect(dead(concluded)).toEqual([]);
    expect(undecided(concluded)).toEqual([["first", reason]]);
  });
});

test("what HEAD is answered with alone, a link that sends on to a page, and links elsewhere are no faults", async () => {
  links.home = {
    first: [
      "/zt/moved.html",
      "/zt/no-head.html",
      "http://elsewhere.test/gone.html",
      "/zt/{{link}}",
      "mailto:a@b.test",
    ],
  };
  answers = { "/zt/moved.html": ["/zt/new.html"], "/zt/new.html": [200], "/zt/no-head.html": [405, 200] };
  await patrolled(async ({ concluded }) => {
    expect(dead(concluded)).toEqual([]);
    expect(undecided(concluded)).toEqual([]);
    expect(server.asked.some((path) => path.includes("link"))).toBe(false);
  });
});

test("a dead link that the units' template has is no unit's, nor are many at a host in trouble", async () => {
  links.home = Object.fromEntries(IDS.map((id) => [id, ["/zt/template.html"]]));
  answers = { "/zt/template.html": [404] };
  await patrolled(async ({ concluded }) => {
    expect(dead(concluded)).toEqual([]);
    expect(concluded.conclusion.portalFacts?.links.templates.map(pathOf)).toEqual(["/zt/template.html"]);
    // HEAD and GET, and once more at the end.
    expect(server.asked.filter((path) => path === "/zt/template.html")).toHaveLength(3);
  });
  links.home = Object.fromEntries(
    IDS.map((id) => [id, Array.from({ length: 20 }, (_, n) => `/zt/${id}-${n}.html`)]),
  );
  await patrolled(async ({ concluded }) => {
    expect(dead(concluded)).toEqual([]);
    expect(new Set(undecided(concluded).map(([, reason]) => reason))).toEqual(new Set(["unreachable"]));
  });
});

test("a link that was put right, or taken away, is found right by the next patrol", async () => {
  links.home = { first: ["/zt/a.html"], second: ["/zt/b.html"], third: ["/zt/c.html"] };
  const gone = { "/zt/a.html": [404], "/zt/b.html": [404], "/zt/c.html": [404] };
  answers = gone;
  const mend = () => {
    answers = { ...gone, "/zt/a.html": [200] };
    links.home = { third: ["/zt/c.html"] };
    links.home.first = ["/zt/a.html"];
  };
  await patrolled(
    async ({ concluded }) => {
      const known = concluded.conclusion.allFindings.filter(({ rule }) => rule === "dead-link");
      expect(known.map(({ unit, status }) => [unit.id, status]).sort()).toEqual([
        ["first", "rectified"],
        ["second", "rectified"],
        ["third", "open"],
      ]);
    },
    [{ asOf: "2016-12-30T04:00:00.000Z", after: mend }],
  );
});

function answer(...[path, response, request]: Parameters<Answerer>): void {
  const [, id = "", slug = ""] = /^\/u\/(\w+)\/(gzdt\/)?$/.exec(path) ?? [];
  const anchors = (paths: readonly string[] = []) =>
    paths.map((href, n) => `<p><a href="${href}">链接之${n}</a></p>`).join("");
  const said = answers[path];
  if (said) {
    const times = server.asked.filter((asked) => asked === path).length;
    const now = said[Math.min(times, said.length) - 1] ?? 404;
    if (typeof now === "string") response.writeHead(302, { location: now }).end();
    else response.writeHead(now, { "content-type": "text/html" }).end("<p>…</p>");
  } else if (id !== "" && slug !== "") {
    const around = (list: string) => `${list}<div>${anchors(links.column[id])}</div>`;
    sendHtml(asOf(response, id), listPage(STALE, { around }));
  } else if (id !== "") {
    const menu = `<div class="nav"><ul><li><a href="./gzdt/">工作动态</a></li></ul></div>`;
    const page = `<html><head><meta charset="utf-8"><title>市${id}局</title></head><body>${menu}${anchors(links.home[id])}</body></html>`;
    sendHtml(asOf(response, id), page);
  } else if (path.startsWith("/zt/") || path === "/robots.txt") response.writeHead(404).end();
  else sendHtml(asOf(response, path), `<html><body><h1>${path}</h1><p>${path}的内容</p></body></html>`);
  request.resume();
}

async function patrolled(
  use: (patrol: HostilePatrol) => Promise<void>,
  earlier: NonNullable<Parameters<typeof patrolHostile>[2]>["earlier"] = [],
): Promise<void> {
  const units = IDS.map(
    (id): HostileUnit => ({
      id,
      url: `${server.url}u/${id}/`,
      columnUrls: [`${server.url}u/${id}/gzdt/`],
    }),
  );
  await patrolHostile(
    units,
    async (patrol) => {
      await use(patrol);
      const whatIf = { asOf: null, catalogue: null, overrides: {} };
      const { evidencePath, conclusion } = patrol.concluded;
      const again = await auditEvidence(evidencePath, whatIf, new AbortController().signal);
      expect(again.conclusion.result).toEqual(conclusion.result);
    },
    { earlier },
  );
}

function found({ conclusion }: ConcludedPatrol) {
  return conclusion.result.findings.filter(({ rule }) => rule === "dead-link");
}

function dead(concluded: ConcludedPatrol) {
  return found(concluded).map(({ unit, column, data, confidence }) => [
    unit.id,
    column && pathOf(column.url),
    pathOf(String(data.url)),
    data.status,
    data.count,
    confidence,
  ]);
}

function undecided({ conclusion }: ConcludedPatrol) {
  const open = conclusion.result.undecided.filter(({ rule }) => rule === "dead-link");
  return open.map(({ unit, reason }) => [unit.id, reason]);
}

function pathOf(url: string): string {
  return new URL(url).pathname;
}
