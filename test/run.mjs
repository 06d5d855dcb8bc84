import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

// The whole check, fastest first; nothing is skipped silently. Beyond `npm ci` it needs two programs of the
// system: they are found, or installed where this runs as root on Debian, or named in one line.
const PROGRAMS = [
  { name: "redis", commands: ["redis-server"], packages: ["redis-server"] },
  {
    name: "chromium",
    commands: [process.env.XUNCHA_CHROMIUM, "chromium", "chromium-browser", "google-chrome"].filter(Boolean),
    packages: ["chromium", "fonts-noto-cjk"],
  },
];
const without = (process.env.XUNCHA_TEST_WITHOUT ?? "").split(",").filter(Boolean);
const missing = PROGRAMS.filter(({ name, commands }) => !without.includes(name) && !commands.some(starts));
if (missing.length > 0 && !install(missing.flatMap(({ packages }) => packages))) {
  const packages = missing.flatMap((program) => program.packages).join(" ");
  const names = missing.map(({ name }) => name).join(",");
  console.error(`missing for the tests: install ${packages}, or set XUNCHA_TEST_WITHOUT=${names}`);
  process.exit(1);
}

const report = path.join(mkdtempSync(path.join(tmpdir(), "xuncha-test-")), "report.json");
// Each of these takes one processor for a while: side by side, and then what needs all of them.
const CHECKS = [
  ["format and lint", "biome", "check", "--error-on-warnings", "."],
  ["types", "tsc", "--noEmit"],
  ["types of the dashboard", "npm", "run", "--silent", "types:web"],
  ["arrows", "npm", "run", "--silent", "arrows"],
];
const TESTS = [
  "tests",
  "vitest",
  "run",
  "--reporter=default",
  "--reporter=json",
  `--outputFile.json=${report}`,
];

const failed = [];
await Promise.all(CHECKS.map((step) => run(step, "pipe")));
await run(TESTS, "inherit");

const counted = counts();
console.log(`\n${failed.length === 0 ? "all steps passed" : `failed: ${failed.join(", ")}`}`);
if (process.env.XUNCHA_TEST_WITHOUT)
  console.log(`tested without: ${process.env.XUNCHA_TEST_WITHOUT} (XUNCHA_TEST_WITHOUT)`);
console.log(`${counted.passed} passed, ${counted.failed} failed, ${counted.skipped} skipped`);
process.exitCode = failed.length === 0 && counted.passed > 0 ? 0 : 1;

/** What one of several steps says is printed when it has ended. */
async function run([name, command, ...args], out) {
  const local = command === "npm" ? "npm" : path.join("node_modules", ".bin", command);
  if (out === "inherit") console.log(`\n── ${name}`);
  const child = spawn(local, args, {
    stdio: ["ignore", out, out],
    shell: process.platform === "win32",
    env: { ...process.env, ...(process.stdout.isTTY ? { FORCE_COLOR: "1" } : {}) },
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding("utf8").on("data", (text) => {
      said += text;
    });
  const status = await new Promise((resolve) => {
    child.on("error", (error) => {
      said += `${command} does not start: ${error.message} (run npm ci first)\n`;
      resolve(1);
    });
    child.on("close", resolve);
  });
  if (out === "pipe" || said !== "")
    console.log(`${out === "pipe" ? `\n── ${name}\n` : ""}${said.trimEnd()}`);
  if (status !== 0) failed.push(name);
}

function starts(command) {
  return spawnSync(command, ["--version"], { stdio: "ignore" }).status === 0;
}

function install(packages) {
  if (process.getuid?.() !== 0 || spawnSync("apt-get", ["--version"], { stdio: "ignore" }).status !== 0)
    return false;
  console.log(`installing ${packages.join(" ")}`);
  const apt = (...args) =>
    spawnSync("apt-get", args, {
      stdio: ["ignore", "ignore", "inherit"],
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    }).status === 0;
  return apt("update", "-q") && apt("install", "-qy", "--no-install-recommends", ...packages);
}

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
