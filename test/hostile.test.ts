import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { UnitSnapshot } from "../domain/snapshot.ts";
import { auditEvidence } from "../worker/audit-evidence.ts";
import type { HostileCase } from "./hostile-case.ts";
import { HOSTILE_CASES } from "./hostile-cases.ts";
import { HOME, listPage, STALE } from "./hostile-pages.ts";
import { type HostileUnit, patrolHostile } from "./hostile-patrol.ts";
import { asOf, type HostileServer, sendHtml, serveHostile } from "./hostile-server.ts";
import { checkWarc } from "./iso-28500.ts";

const CASES = Object.entries(HOSTILE_CASES);

interface Seen {
  readonly verdict: string;
  readonly accusers: readonly string[];
  readonly snapshot: UnitSnapshot;
}

describe("one patrol of a portal whose every other column is hostile", () => {
  const seen = new Map<string, Seen>();
  let server: HostileServer;
  let complete = false;
  let sameAgain = false;
  let faults: readonly string[] = ["not checked"];

  beforeAll(async () => {
    server = await serveHostile((path, response, request) => {
      const [, id = "", rest] = /^\/u\/([^/]+)\/gzdt\/(.*)$/.exec(path) ?? [];
      const [, name = "", well] = /^(.*?)(\.well)?$/.exec(id) ?? [];
      asOf(response, id);
      const served = HOSTILE_CASES[name];
      if (served && rest !== undefined && !well) return served.answer(rest, response, request);
      const page = rest === undefined ? homeOf(path) : served && wellServed(served)[rest];
      if (page === undefined) response.writeHead(404).end();
      else sendHtml(response, page);
    });
    const units = CASES.flatMap(([name]) => [unitAt(server, name), unitAt(server, `${name}.well`)]);
    await patrolHostile(units, async ({ concluded, verdictOf, accusersOf, snapshotOf }) => {
      complete = concluded.conclusion.result.complete;
      for (const { id } of units)
        seen.set(id, { verdict: verdictOf(id), accusers: accusersOf(id), snapshot: await snapshotOf(id) });
      faults = checkWarc(await readFile(concluded.evidencePath)).faults;
      const again = await auditEvidence(
        concluded.evidencePath,
        { asOf: null, catalogue: null, overrides: {} },
        new AbortController().signal,
      );
      const said = ({ findings, undecided }: typeof again.conclusion.result) =>
        JSON.stringify([findings, undecided]);
      sameAgain = said(again.conclusion.result) === said(concluded.conclusion.result);
    });
  }, 120_000);
  afterAll(() => server.close());

  test.each(CASES.map(([name, { expected, why }]) => [name, expected, why] as const))(
    "%s is %s: %s",
    (name, expected) => {
      const { verdict, accusers } = got(seen, name);
      expect(verdict).toBe(expected);
      if (expected !== "failed") expect(accusers).toEqual([]);
    },
  );

  test.each(CASES.map(([name, { planted = "failed" }]) => [name, planted] as const))(
    "the twin of %s, served well, has %s",
    (name, planted) => expect(got(seen, `${name}.well`).verdict).toBe(planted),
  );

  test("what could be read was read right", () => {
    const titlesOf = (name: string) => itemsOf(got(seen, name)).map(({ listTitle }) => listTitle);
    const titles = STALE.map(({ title }) => title);
    for (const name of ["gb18030-as-utf8", "utf8-as-gb2312", "unknown-charset", "no-type", "long-addresses"])
      expect(titlesOf(name), name).toEqual(titles);
    expect(titlesOf("control-characters")).toEqual(titles);
    expect(itemsOf(got(seen, "duplicate-rows"))).toHaveLength(STALE.length);
    expect(itemsOf(got(seen, "many-rows"))).toHaveLength(3001);
  });

  test("every unit was visited, and the evidence alone says the same", () => {
    expect(complete).toBe(true);
    expect(sameAgain).toBe(true);
    expect(faults).toEqual([]);
  });

  test("traps end, and nothing foreign was asked for", () => {
    const counts = CASES.map(
      ([name]) => server.asked.filter((path) => path.startsWith(`/u/${name}/`)).length,
    );
    expect(Math.max(...counts)).toBeLessThan(1000);
  });
});

function got(seen: ReadonlyMap<string, Seen>, id: string): Seen {
  const found = seen.get(id);
  if (!found) throw new Error(`${id} was not patrolled`);
  return found;
}

function itemsOf({ snapshot }: Seen) {
  const listing = snapshot.columns[0]?.listing;
  return listing?.known ? listing.value.items : [];
}

function wellServed({ well }: HostileCase): Readonly<Record<string, string>> {
  return well ?? { "": listPage(STALE) };
}

function homeOf(path: string): string | undefined {
  return /^\/u\/[^/]+\/$/.test(path) ? HOME : undefined;
}

function unitAt({ url }: HostileServer, id: string): HostileUnit {
  return { id, url: `${url}u/${id}/`, columnUrls: [`${url}u/${id}/gzdt/`] };
}
