import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

const ROOT = path.join(import.meta.dirname, "..");
let folder: string;
let unpacked: string;

// The package as it would be published, unpacked beside the dependencies of this checkout.
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "xuncha-package-"));
  execFileSync("npm", ["pack", "--silent", "--pack-destination", folder], { cwd: ROOT, stdio: "pipe" });
  const [tarball = ""] = readdirSync(folder);
  execFileSync("tar", ["xzf", path.join(folder, tarball), "-C", folder]);
  unpacked = path.join(folder, "package");
  symlinkSync(path.join(ROOT, "node_modules"), path.join(unpacked, "node_modules"));
}, 180_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const xuncha = (...args: string[]) =>
  execFileSync(process.execPath, [path.join(unpacked, "bin/xuncha.js"), ...args], {
    cwd: folder,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });

test("the packed program finds its catalogues", () => {
  expect(xuncha("catalogue", "list")).toContain("hubei-basic-2016");
  expect(xuncha("--version").trim()).toBe(
    JSON.parse(readFileSync(path.join(ROOT, "package.json"), "utf8")).version,
  );
});

test("the packed program patrols its simulated portal", () => {
  const out = path.join(folder, "out");
  const summary = JSON.parse(xuncha("demo", "--once", "--json", "--out", out));
  expect(summary.patrol.complete).toBe(true);
  expect(readdirSync(out)).toEqual(
    expect.arrayContaining(["evidence.warc.gz", "findings.json", "report.html", "summary.json"]),
  );
}, 120_000);

test("it carries no sources and no tests", () => {
  const files = readdirSync(unpacked, { recursive: true, encoding: "utf8" }).filter(
    (f) => !f.startsWith("node_modules"),
  );
  expect(files.filter((file) => /\.ts$|\.test\./.test(file))).toEqual([]);
});
