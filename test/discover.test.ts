import { spawn } from "node:child_process";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadCatalogue } from "../catalogue/load.ts";
import { buildPortal } from "../fixtures/portal/portal.ts";
import { type ServedPortal, servePortal } from "../fixtures/portal/server.ts";
import { builtCommand } from "./built-command.ts";
import { type Discovered, discovering } from "./discovering.ts";

let served: ServedPortal;
let found: Discovered;

beforeAll(async () => {
  served = await servePortal();
  found = await discovering(served.url);
}, 120_000);

afterAll(() => served?.close());

describe("discover on the simulated portal", () => {
  test("proposes every unit, by its name, kind and address", async () => {
    const { units } = await planned();
    const told = (unit: { readonly id: string; readonly name: string; readonly kind: string }) =>
      `${unit.id} ${unit.name} ${unit.kind}`;
    expect(found.portal?.units.map(told).sort()).toEqual(units.map(told).sort());
    for (const unit of units)
      expect(found.portal?.units.find(({ id }) => id === unit.id)?.url).toBe(
        new URL(unit.home, served.url).href,
      );
  });

  test("finds every column, and each category that it gives is right", async () => {
    const { units } = await planned();
    const truth = units.flatMap((unit) =>
      unit.columns.map((column) => ({
        place: `${unit.id} ${new URL(column.path, served.url).href}`,
        category: column.category.code,
      })),
    );
    const columns = (found.portal?.units ?? []).flatMap((unit) =>
      unit.columns.map(({ url, category }) => ({ place: `${unit.id} ${url}`, category })),
    );
    expect(
      columns
        .filter(({ category }) => category !== null)
        .map((c) => `${c.place} ${c.category}`)
        .sort(),
    ).toEqual(
      truth
        .filter(({ place }) => columns.some((column) => column.place === place && column.category !== null))
        .map((c) => `${c.place} ${c.category}`)
        .sort(),
    );
    expect(truth.filter(({ place }) => !columns.some((column) => column.place === place))).toEqual([]);
    const open = truth.filter(({ place }) => columns.some((c) => c.place === place && c.category === null));
    expect(open).toEqual([]);
  });

  test("says what could not be read, at the top of the file and for a person, and ends incomplete", () => {
    const blocked = new URL("/xqjd/", served.url).href;
    expect(found.code).toBe(3);
    expect(found.text.split("\nschema:")[0]).toContain(`${blocked}（页面被拦截）`);
    expect(found.notes.join("\n")).toContain(blocked);
    expect(found.portal?.units.find(({ id }) => id === "xqjd")?.columns).toEqual([]);
  });

  test("bears each match's confidence, and no review that nobody made", () => {
    const matched = found.text.split("\n").filter((line) => /\{ category: "/.test(line));
    expect(matched.length).toBeGreaterThan(400);
    for (const line of matched) expect(line).toMatch(/# .+ (?:0\.[89]\d|1\.00)/);
    expect(found.portal?.units.every(({ columnsReviewedOn }) => columnsReviewedOn === null)).toBe(true);
  });
});

test("the command writes the file to stdout and nothing else, and stops where the limit is", async () => {
  const { code, stdout, stderr } = await xuncha([
    "discover",
    served.url,
    "--max-pages",
    "8",
    "--requests-per-second",
    "500",
  ]);
  expect(code).toBe(3);
  expect(stdout).toMatch(/^# 本文件由 xuncha discover/);
  expect(stdout).toContain("已达到页数上限");
  expect(stderr).toContain("已达到页数上限");
}, 30_000);

test.each([
  ["no address", ["discover", "qinglan"]],
  ["another scheme", ["discover", "ftp://127.0.0.1/"]],
  ["an unknown catalogue", ["discover", "http://127.0.0.1:9/", "--catalogue", "hubei-basic-2015"]],
  ["no pace", ["discover", "http://127.0.0.1:9/", "--requests-per-second", "0"]],
])(
  "%s ends with 2, and nothing is written",
  async (_, args) => {
    const { code, stdout, stderr } = await xuncha(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).not.toBe("");
  },
  30_000,
);

async function planned() {
  return buildPortal({
    seed: 2016,
    url: served.url,
    catalogue: await loadCatalogue("hubei-basic-2016", null),
  });
}

const COMMAND = builtCommand();

/** Runs the command beside this process, which goes on serving the portal. */
function xuncha(args: readonly string[]) {
  const child = spawn(process.execPath, [COMMAND, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  return new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) =>
    child.on("close", (code) => resolve({ code, stdout, stderr })),
  );
}
