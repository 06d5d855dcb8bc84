import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { HOSTILE_CASES } from "./hostile-cases.ts";
import { articlePage, HOME, listPage, rowsOf } from "./hostile-pages.ts";
import { type HostileUnit, patrolHostile } from "./hostile-patrol.ts";
import { asOf, type HostileServer, sendHtml, serveHostile } from "./hostile-server.ts";

/** Cases of one page; the others are about what follows a page. */
const CASES = Object.entries(HOSTILE_CASES).filter(
  ([name, { expected }]) =>
    expected !== "failed" &&
    expected !== "passed" &&
    !/^(?:page-2|next-|trap-|calendar-|long-|sessions-|query-|copy-)/.test(name),
);
const ROWS = rowsOf(["2016-12-29", "2016-12-22"]);

describe("items whose own pages are hostile", () => {
  const accused = new Map<string, readonly string[]>();
  let server: HostileServer;

  beforeAll(async () => {
    server = await serveHostile((path, response, request) => {
      const [, id = "", rest] = /^\/u\/([^/]+)\/gzdt\/(.*)$/.exec(path) ?? [];
      asOf(response, id);
      const row = ROWS.find(({ href }) => href.slice(2) === rest);
      if (rest === "") sendHtml(response, listPage(ROWS));
      else if (id === "well" && row?.day) sendHtml(response, articlePage(row.title, row.day));
      else if (rest !== undefined && HOSTILE_CASES[id]) HOSTILE_CASES[id].answer("", response, request);
      else if (/^\/u\/[^/]+\/$/.test(path)) sendHtml(response, HOME);
      else response.writeHead(404).end();
    });
    // First: a host whose pages fail one after another is left alone for a while.
    const units = ["well", ...CASES.map(([name]) => name)].map(
      (id): HostileUnit => ({
        id,
        url: `${server.url}u/${id}/`,
        columnUrls: [`${server.url}u/${id}/gzdt/`],
      }),
    );
    await patrolHostile(units, async ({ accusersOf }) => {
      for (const { id } of units) accused.set(id, accusersOf(id));
    });
  }, 60_000);
  afterAll(() => server.close());

  test.each(CASES.map(([name, { why }]) => [name, why] as const))("%s accuses nobody: %s", (name) =>
    expect(accused.get(name)).toEqual([]),
  );

  test("their twins, served well without a source, are told so", () =>
    expect(accused.get("well")).toEqual(ROWS.map(() => "missing-element")));
});
