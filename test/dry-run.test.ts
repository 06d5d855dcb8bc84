import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildServer } from "../api/server.ts";
import { rules } from "../rules/index.ts";
import { dryRun } from "../worker/dry-run.ts";
import { loadPortalFromText } from "../worker/portal-file.ts";
import { type Bench, openBench } from "./patrol-of-fixture.ts";

// What changed parameters would change, over what a patrol has stored.

let bench: Bench;
let app: FastifyInstance;
beforeAll(async () => {
  bench = await openBench();
  await bench.patrol();
  app = await buildServer({
    store: bench.store,
    rules,
    catalogues: [],
    portalOf: ({ portalFile, catalogueFile }) => loadPortalFromText(portalFile, "portal.yaml", catalogueFile),
    log: false,
    version: "0",
    dryRun: (patrol, overrides) => dryRun(bench.store, patrol, overrides),
  });
}, 180_000);
afterAll(async () => {
  await app?.close();
  await bench?.close();
});

async function tryOut(changed: object) {
  const answer = await app.inject({
    method: "POST",
    url: "/api/v1/rules/dry-run",
    payload: { rules: changed },
  });
  return { status: answer.statusCode, ...answer.json() };
}

test("the same parameters change nothing", async () => {
  expect((await tryOut({})).data).toEqual({ added: [], gone: [], changed: [], units: [] });
});

test("a rule that is off loses its findings, and theirs alone; nothing is recorded", async () => {
  const list = async () => (await app.inject("/api/v1/findings?limit=500")).json().data;
  const before: { id: string; rule: string }[] = await list();
  const lost = before.filter(({ rule }) => rule === "punctuation-width").map(({ id }) => id);
  expect(lost.length).toBeGreaterThan(0);
  const { data } = await tryOut({ "punctuation-width": "off" });
  expect(data.gone.map(({ finding }: { finding: { id: string } }) => finding.id).sort()).toEqual(lost.sort());
  expect(data.added).toEqual([]);
  expect(await list()).toEqual(before);
});

test("a longer limit frees who was silent for less", async () => {
  const { data } = await tryOut({ "stale-unit": { limitDays: 366 } });
  const freed = data.gone.filter(
    ({ finding }: { finding: { rule: string } }) => finding.rule === "stale-unit",
  );
  expect(freed.length).toBeGreaterThan(0);
  expect(data.units[0].changes).toBeGreaterThan(0);
});

test.each([
  [{ "no-such-rule": "off" }, "no-such-rule"],
  [{ "stale-unit": { limit: 3 } }, "stale-unit.limit"],
  [{ "stale-unit": { limitDays: -1 } }, "stale-unit.limitDays"],
  [{ "stale-unit": { constructor: 1 } }, "stale-unit.constructor"],
])("%j is refused", async (changed, parameter) => {
  expect(await tryOut(changed)).toMatchObject({ status: 400, parameter });
});
