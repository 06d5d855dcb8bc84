import { parseArgs } from "node:util";
import { runSeed } from "./eval/run-seed.ts";
import { type Share, type Tallies, tally, wilson } from "./eval/tally.ts";

const { values } = parseArgs({
  options: {
    units: { type: "string", default: "350" },
    years: { type: "string", default: "3" },
    seed: { type: "string", default: "1" },
    seeds: { type: "string", default: "1" },
    precision: { type: "string" },
    recall: { type: "string" },
    faults: { type: "string", default: "none" },
    misses: { type: "string", default: "20" },
  },
});
const number = (text: string, name: string) => {
  const value = Number(text);
  if (Number.isFinite(value) && value >= 0) return value;
  console.error(`--${name}: a number, not ${text}`);
  process.exit(2);
};
const units = number(values.units, "units");
const years = number(values.years, "years");
const first = number(values.seed, "seed");
const seeds = number(values.seeds, "seeds");
const most = number(values.misses, "misses");

const { faults } = values;
if (faults !== "none" && faults !== "light" && faults !== "heavy") {
  console.error(`--faults: none, light or heavy, not ${faults}`);
  process.exit(2);
}

const tallies: Tallies = new Map();
for (let seed = first; seed < first + seeds; seed++) {
  const began = Date.now();
  const run = await runSeed({ seed, units, years, faults });
  tally(run, seed, tallies);
  const { columns, items } = run.result;
  console.error(
    `seed ${seed}: ${units} units, ${columns} columns, ${items} items, judged on ${run.portal.asOf.slice(0, 10)}, ${Math.round((Date.now() - began) / 1000)} s`,
  );
}

const percent = (share: Share | null) =>
  share === null
    ? "–".padEnd(22)
    : `${share.value.toFixed(3)} [${share.low.toFixed(3)}, ${share.high.toFixed(3)}]`.padEnd(22);
const row = (...cells: readonly [string, ...(string | number)[]]) =>
  console.log(cells.map((cell, n) => (n === 0 ? `${cell}`.padEnd(24) : `${cell}`.padStart(9))).join(" "));

row(
  "rule",
  "positives",
  "traps",
  "found",
  "false",
  "of conf.",
  "unread",
  "unfounded",
  "precision [95 %]       recall [95 %]",
);
let isMissed = false;
for (const [rule, of] of tallies) {
  const precision = wilson(of.found, of.found + of.falsely.length);
  const recall = wilson(of.found, of.positives);
  row(
    rule,
    of.positives,
    of.traps,
    of.found,
    of.falsely.length,
    of.falselyConfirmed,
    of.undecidable,
    of.unfounded.length,
    `${percent(precision)} ${percent(recall)}`,
  );
  if (of.unfounded.length > 0) isMissed = true;
  if (values.precision && (precision?.low ?? 1) < number(values.precision, "precision")) isMissed = true;
  if (values.recall && (recall?.value ?? 1) < number(values.recall, "recall")) isMissed = true;
}
for (const [rule, of] of tallies) {
  console.log(`\n${rule}`);
  for (const [kind, { planted, wrong }] of [...of.kinds].sort())
    console.log(`  ${kind}: ${planted}${wrong > 0 ? `, ${wrong} wrong` : ""}`);
  for (const line of of.falsely.slice(0, most)) console.log(`  FALSE ${line}`);
  for (const line of of.unfounded.slice(0, most)) console.log(`  UNFOUNDED ${line}`);
  for (const line of of.missed.slice(0, most)) console.log(`  MISSED ${line}`);
}
process.exitCode = isMissed ? 1 : 0;
