import type { Confidence } from "../../domain/outcome.ts";
import type { SeedRun } from "./run-seed.ts";

/** What came of one rule over all seeds. */
export interface RuleTally {
  positives: number;
  traps: number;
  /** Findings of the rule that were planted, with the confidence that they were planted with. */
  found: number;
  foundConfirmed: number;
  /** Findings that nobody planted, or that are surer than what was planted. */
  readonly falsely: string[];
  falselyConfirmed: number;
  /** Positives of which something could not be read, and findings of them all the same. */
  undecidable: number;
  readonly unfounded: string[];
  /** Decidable positives that were not found, came out as cantTell or weaker than planted. */
  readonly missed: string[];
  /** By what was planted: how many, and how many of them went wrong. */
  readonly kinds: Map<string, { planted: number; wrong: number }>;
}

export type Tallies = Map<string, RuleTally>;

export interface Share {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** A share with its 95 % interval after Wilson; null where there is nothing to share. */
export function wilson(hits: number, of: number): Share | null {
  if (of === 0) return null;
  const z = 1.959964;
  const p = hits / of;
  const middle = p + (z * z) / (2 * of);
  const spread = z * Math.sqrt((p * (1 - p)) / of + (z * z) / (4 * of * of));
  const whole = 1 + (z * z) / of;
  return {
    value: p,
    low: Math.max(0, (middle - spread) / whole),
    high: Math.min(1, (middle + spread) / whole),
  };
}

/** Holds what a patrol found against what was planted, and adds it to `tallies`. */
export function tally({ portal, result }: SeedRun, seed: number, tallies: Tallies): void {
  const pathOf = (url: string | undefined) => {
    if (url === undefined) return null;
    const { pathname, search } = new URL(url);
    return `${pathname}${search}`;
  };
  const keyOf = (rule: string, unit: string, category: string | null, item: string | null) =>
    item === null ? `${rule} ${unit} ${category ?? "-"}` : `${rule} ${unit} ${item}`;
  const planted = new Map(
    portal.truth.positives.map((p) => [keyOf(p.rule, p.unit, p.category, p.item), p] as const),
  );
  const found = new Map<string, Confidence>();
  const explained = new Set(
    portal.truth.explained.map(({ rule, unit, category }) => keyOf(rule, unit, category, null)),
  );
  for (const f of result.findings) {
    const key = keyOf(f.rule, f.unit.id, f.category?.code ?? null, pathOf(f.item?.url));
    const of = tallyOf(tallies, f.rule);
    const expected = planted.get(key);
    found.set(key, f.confidence);
    if (explained.has(key)) continue;
    if (expected?.decidable === "maybe") continue;
    if (expected?.decidable === "no") {
      of.unfounded.push(`seed ${seed}: ${key} ${f.confidence} (${expected.kind}) ${JSON.stringify(f.data)}`);
      continue;
    }
    if (expected === undefined || (expected.confidence === "suspected" && f.confidence === "confirmed")) {
      of.falsely.push(
        `seed ${seed}: ${key} ${f.confidence} ${expected ? `(planted ${expected.kind}, suspected)` : ""} ${JSON.stringify(f.data)}`,
      );
      if (f.confidence === "confirmed") of.falselyConfirmed += 1;
    }
  }
  const undecided = new Map(
    result.undecided.map((u) => [
      keyOf(u.rule, u.unit.id, u.category?.code ?? null, pathOf(u.item?.url)),
      u.reason,
    ]),
  );
  for (const [key, { rule, kind, confidence, decidable }] of planted) {
    const of = tallyOf(tallies, rule);
    if (decidable !== "yes") {
      of.undecidable += 1;
      continue;
    }
    of.positives += 1;
    const got = found.get(key);
    const isRight = got === confidence;
    kindOf(of, `+ ${kind}`).planted += 1;
    if (isRight) {
      of.found += 1;
      if (got === "confirmed") of.foundConfirmed += 1;
    } else if (!(got === "confirmed" && confidence === "suspected")) {
      kindOf(of, `+ ${kind}`).wrong += 1;
      const instead = got ?? (undecided.has(key) ? `cantTell: ${undecided.get(key)}` : "nothing");
      of.missed.push(`seed ${seed}: ${key} ${kind} (${confidence}) → ${instead}`);
    }
  }
  for (const { rule, kind, ...trap } of portal.truth.traps) {
    const of = tallyOf(tallies, rule);
    of.traps += 1;
    kindOf(of, `- ${kind}`).planted += 1;
    if (found.has(keyOf(rule, trap.unit, trap.category, trap.item))) kindOf(of, `- ${kind}`).wrong += 1;
  }
}

function tallyOf(tallies: Tallies, rule: string): RuleTally {
  let of = tallies.get(rule);
  if (of === undefined) {
    of = {
      positives: 0,
      traps: 0,
      found: 0,
      foundConfirmed: 0,
      falsely: [],
      falselyConfirmed: 0,
      missed: [],
      undecidable: 0,
      unfounded: [],
      kinds: new Map(),
    };
    tallies.set(rule, of);
  }
  return of;
}

function kindOf({ kinds }: RuleTally, kind: string) {
  let of = kinds.get(kind);
  if (of === undefined) {
    of = { planted: 0, wrong: 0 };
    kinds.set(kind, of);
  }
  return of;
}
