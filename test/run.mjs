import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

// The whole check, fastest first. Everything it needs comes with `npm ci`; nothing is skipped silently.
const report = path.join(mkdtempSync(path.join(tmpdir(), "xuncha-test-")), "report.json");
const STEPS = [
  ["format and lint", "biome", "check", "--error-on-warnings", "."],
  ["types", "tsc", "--noEmit"],
  ["arrows", "npm", "run", "--silent", "arrows"],
  ["tests", "vitest", "run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`],
];

const failed = [];
for (const [name, command, ...args] of STEPS) {
  console.log(`\n── ${name}`);
  const local = command === "npm" ? "npm" : path.join("node_modules", ".bin", command);
  const { status, error } = spawnSync(local, args, { stdio: "inherit", shell: process.platform === "win32" });
  if (error) console.error(`${name}: ${command} does not start: ${error.message} (run npm ci first)`);
  if (status !== 0) failed.push(name);
}

const counted = counts();
console.log(`\n${failed.length === 0 ? "all steps passed" : `failed: ${failed.join(", ")}`}`);
console.log(`${counted.passed} passed, ${counted.failed} failed, ${counted.skipped} skipped`);
process.exitCode = failed.length === 0 && counted.passed > 0 ? 0 : 1;

function counts() {
  try {
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(
      readFileSync(report, "utf8"),
    );
    return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests + numTodoTests };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  } finally {
    rmSync(path.dirname(report), { recursive: true, force: true });
  }
}
