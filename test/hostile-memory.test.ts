import { afterAll, beforeAll, expect, test } from "vitest";
import { HOSTILE_CASES } from "./hostile-cases.ts";
import { HOME, listPage, type Row, rowsOf, STALE } from "./hostile-pages.ts";
import type { HostileUnit } from "./hostile-patrol.ts";
import { asOf, type HostileServer, sendHtml, serveHostile } from "./hostile-server.ts";
import { inOwnProcess } from "./in-own-process.ts";
import type { ChildPatrol } from "./patrol-child.ts";

/** Units of a kind. Endless bodies, bombs and huge pages alone are 576 MB of what is received before each is given up. */
const UNITS: Readonly<Record<string, number>> = {
  endless: 12,
  "gzip-bomb": 12,
  "tag-bomb": 3,
  "many-tags": 3,
  "huge-page": 12,
  "deep-nesting": 3,
  "calendar-trap": 1,
  "query-trap": 1,
  links: 1,
  well: 1,
};
/** The whole process, of which 150 MB are there before the patrol begins. */
const MOST_MEGABYTES = 650;

/** 10,000 links, all of them older than what is read of items' own pages. */
const LINKS: readonly Row[] = rowsOf(Array.from({ length: 10_000 }, () => "2016-10-28"));

let server: HostileServer;
let patrol: ChildPatrol;

beforeAll(async () => {
  const long = listPage(LINKS);
  server = await serveHostile((path, response, request) => {
    const [, name = "", n, rest] = /^\/u\/([a-z-]+)-(\d+)\/gzdt\/(.*)$/.exec(path) ?? [];
    asOf(response, `${name} ${n}`);
    if (path === "/" || /^\/u\/[^/]+\/$/.test(path)) sendHtml(response, HOME);
    else if (name === "links" && rest === "") sendHtml(response, long);
    else if (name === "well" && rest === "") sendHtml(response, listPage(STALE));
    else if (rest !== undefined && HOSTILE_CASES[name]) HOSTILE_CASES[name].answer(rest, response, request);
    else response.writeHead(404).end();
  });
  patrol = await inOwnProcess({ units: unitsAt(server.url), client: {} });
}, 120_000);
afterAll(() => server.close());

test("a patrol of bombs, endless pages, traps and a list of 10,000 links holds none of them in memory", () => {
  expect(patrol.memory.peak / 1024 / 1024).toBeLessThan(MOST_MEGABYTES);
});

test("what it cannot read accuses nobody; the long list and the healthy one are judged", () => {
  for (const [unit, verdict] of Object.entries(patrol.verdicts)) {
    const name = unit.replace(/-\d+$/, "");
    expect([unit, verdict]).toEqual([unit, HOSTILE_CASES[name]?.expected ?? "failed"]);
    if (verdict !== "failed") expect([unit, patrol.accusers[unit]]).toEqual([unit, []]);
  }
});

function unitsAt(root: string): HostileUnit[] {
  return Object.entries(UNITS).flatMap(([name, count]) =>
    Array.from({ length: count }, (_, n) => {
      const url = `${root}u/${name}-${n}/`;
      return { id: `${name}-${n}`, url, columnUrls: [`${url}gzdt/`] };
    }),
  );
}
