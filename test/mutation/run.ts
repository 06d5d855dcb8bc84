/**
 * Mutation testing of what judges, a file at a time: `npm run mutation [-- rules/x.ts …]`.
 * Prints each file's score and writes `xuncha-out/mutation/scores.json`; with `--survivors` every mutant that lived.
 * Takes an hour or two for all: it is no part of `npm test`.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

/** Share of mutants that a file's tests must notice. */
const GOAL = 0.85;
const OUT = "xuncha-out/mutation";
/** Names, tables of contents and the world of the examples: nothing that judges. */
const LEFT_OUT = ["rules/index.ts", "audit/example.ts"];

interface Mutant {
  readonly status:
    | "Killed"
    | "Survived"
    | "NoCoverage"
    | "Timeout"
    | "RuntimeError"
    | "CompileError"
    | "Ignored";
  readonly mutatorName: string;
  readonly replacement?: string;
  readonly location: {
    readonly start: { readonly line: number; readonly column: number };
    readonly end: { readonly line: number; readonly column: number };
  };
}

interface Score {
  readonly file: string;
  readonly detected: number;
  readonly mutants: number;
}

process.exitCode = main(process.argv.slice(2));

function main(args: readonly string[]): number {
  const named = args.filter((arg) => !arg.startsWith("--"));
  const scores = (named.length > 0 ? named : judging()).map((file) => {
    const mutants = mutantsOf(file);
    const lived = mutants.filter(({ status }) => status === "Survived" || status === "NoCoverage");
    if (args.includes("--survivors")) for (const mutant of lived) console.log(shown(file, mutant));
    const score = { file, detected: mutants.length - lived.length, mutants: mutants.length };
    console.log(rowOf(score));
    return score;
  });
  writeFileSync(path.join(OUT, "scores.json"), JSON.stringify(scores, null, 2));
  const low = scores.filter((score) => shareOf(score) < GOAL);
  console.log(
    low.length === 0
      ? `every file reaches ${GOAL}`
      : `below ${GOAL}: ${low.map(({ file }) => file).join(", ")}`,
  );
  return low.length === 0 ? 0 : 1;
}

function judging(): string[] {
  return ["audit", "rules"]
    .flatMap((folder) => readdirSync(folder).map((name) => `${folder}/${name}`))
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts") && !LEFT_OUT.includes(file))
    .sort();
}

/** Mutates one file and runs the tests that are about it. */
function mutantsOf(file: string): readonly Mutant[] {
  const [folder = "", name = ""] = file.replace(/\.ts$/, "").split("/");
  // The law of knowing less puts each example a thousand ways: it is left out for the time it takes.
  const tests =
    folder === "rules"
      ? { XUNCHA_TESTS: "rules/*.test.ts", XUNCHA_MUTATED: `^(?:${name} (?!knowing less)|every rule |an? )` }
      : { XUNCHA_TESTS: "audit/*.test.ts,rules/*.test.ts", XUNCHA_MUTATED: "^(?!.* knowing less)" };
  mkdirSync(OUT, { recursive: true });
  const { status, stderr, stdout } = spawnSync(
    path.join("node_modules", ".bin", "stryker"),
    ["run", "--mutate", file],
    { env: { ...process.env, ...tests }, encoding: "utf8" },
  );
  if (status !== 0) throw new Error(`${file}: ${stdout}\n${stderr}`);
  const report = JSON.parse(readFileSync(path.join(OUT, "last.json"), "utf8")) as {
    readonly files: Readonly<Record<string, { readonly mutants: readonly Mutant[] }>>;
  };
  return (report.files[file]?.mutants ?? []).filter(
    ({ status: of }) => of !== "Ignored" && of !== "CompileError" && of !== "RuntimeError",
  );
}

function shown(
  file: string,
  { location: { start, end }, mutatorName, replacement = "", status }: Mutant,
): string {
  const lines = readFileSync(file, "utf8").split("\n");
  const last = start.line === end.line ? end.column - 1 : undefined;
  const original = (lines[start.line - 1] ?? "").slice(start.column - 1, last);
  return `${file}:${start.line}:${start.column} ${mutatorName} ${status}\n  - ${original}\n  + ${replacement.split("\n")[0]}`;
}

function shareOf({ detected, mutants }: Score): number {
  return mutants === 0 ? 1 : detected / mutants;
}

function rowOf(score: Score): string {
  return `${score.file.padEnd(36)} ${shareOf(score).toFixed(3)}  (${score.detected} of ${score.mutants})`;
}
