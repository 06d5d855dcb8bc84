import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { audit, type Case } from "../audit/audit.ts";
import { CATALOGUE, TODAY, unknown } from "../audit/example.ts";
import { ORDINARY_PORTAL_FACTS } from "../audit/portal-facts.ts";
import { type Example, GROUPS, originalOf, type Rule } from "../audit/rule.ts";
import { sentence } from "../audit/sentence.ts";
import type { Outcome } from "../domain/outcome.ts";
import { type Fact, type Listing, NO_HISTORY, type UnitSnapshot } from "../domain/snapshot.ts";
import { rules } from "./index.ts";

const KINDS = ["passed", "failed", "cantTell", "inapplicable"] as const;

const caseOf = (example: Example, snapshot: UnitSnapshot = example.given): Case => ({
  snapshot,
  portal: example.portal === null ? null : { ...ORDINARY_PORTAL_FACTS, ...example.portal },
  filing: example.filing ?? null,
  history: example.history ?? NO_HISTORY,
  catalogue: CATALOGUE,
  catalogueAdopted: example.catalogueAdopted ?? false,
  today: example.today ?? TODAY,
});
const judge = (rule: Rule, example: Example, snapshot?: UnitSnapshot) =>
  audit(caseOf(example, snapshot), [rule], { [rule.id]: example.params ?? {} });
const quotesOf = (verdict: Outcome["verdict"]) =>
  verdict.outcome === "failed" ? verdict.because.flatMap((fact) => (fact.known ? [fact.excerpt] : [])) : [];
const UNITS = ["days", "items", "characters", "share", "attempts"];
const SEVERITIES = { critical: "严重", major: "较重", minor: "一般" };
const RULES_PAGE = readFileSync(path.join(import.meta.dirname, "..", "docs", "rules.md"), "utf8");
const accused = (outcomes: readonly Outcome[]) =>
  outcomes.filter((o) => o.verdict.outcome === "failed").map((o) => JSON.stringify(o.subject));

describe.each(rules.map((rule) => [rule.id, rule] as const))("%s", (_id, rule) => {
  const examples = KINDS.flatMap((kind) =>
    rule.examples[kind].map((example) => ({ kind, example, why: example.why })),
  );

  test.each(examples)("$kind: $why", ({ kind, example }) => {
    const {
      why: _,
      given: __,
      history: ___,
      portal: ____,
      filing: _____,
      catalogueAdopted,
      today,
      params,
      quotes,
      because,
      ...expected
    } = example as Example & { readonly quotes?: readonly string[]; readonly because?: string };
    const outcomes = judge(rule, deepFreeze(example));
    const decided = outcomes.map((o) => o.verdict).filter((v) => v.outcome !== "inapplicable");

    if (kind === "inapplicable") expect(decided).toEqual([]);
    else expect(decided).toContainEqual(expect.objectContaining({ outcome: kind, ...expected }));
    if (kind === "passed") expect(decided.every((v) => v.outcome === "passed")).toBe(true);
    if (kind === "cantTell") expect(accused(outcomes)).toEqual([]);
    if (quotes) expect(outcomes.flatMap(({ verdict }) => quotesOf(verdict))).toEqual(quotes);
    if (because !== undefined)
      expect(outcomes.map((o) => o.verdict)).toContainEqual({ outcome: "inapplicable", data: { because } });
  });

  test("knowing less never accuses more", () => {
    for (const [n, { example }] of examples.entries()) {
      const others = partnersOf(n, examples).map((e) => e.example.given);
      for (const given of joins(example.given, others)) {
        const before = accused(judge(rule, example, given));
        for (const poorer of losses(given)) {
          expect(before).toEqual(expect.arrayContaining(accused(judge(rule, example, poorer))));
        }
      }
    }
  });

  test("without the portal's facts nobody more is accused", () => {
    for (const { example } of examples) {
      const before = accused(judge(rule, example));
      expect(before).toEqual(expect.arrayContaining(accused(judge(rule, { ...example, portal: null }))));
    }
  });

  test("an accusation falls with the facts it rests on", () => {
    for (const example of rule.examples.failed) {
      for (const { subject, verdict } of judge(rule, example)) {
        if (verdict.outcome !== "failed") continue;
        expect(verdict.because).not.toEqual([]);
        const poorer = without(example.given, verdict.because.map(originalOf));
        expect(accused(judge(rule, example, poorer))).not.toContain(JSON.stringify(subject));
      }
    }
  });

  test("its sentences name only values it gives, the same in both languages, and all are used", () => {
    const verdicts = rule.examples.failed.flatMap((e) => judge(rule, e)).map((o) => o.verdict);
    for (const verdict of verdicts) {
      if (verdict.outcome !== "failed") continue;
      const wording = rule.wording[verdict.wording];
      expect(wording, `wording "${verdict.wording}"`).toBeDefined();
      for (const text of Object.values(wording ?? {})) {
        expect(placeholders(text.zh)).toEqual(placeholders(text.en));
        expect(Object.keys(verdict.data)).toEqual(expect.arrayContaining(placeholders(text.zh)));
      }
    }
    const used = verdicts.flatMap((v) => (v.outcome === "failed" ? [v.wording] : []));
    expect(new Set(used)).toEqual(new Set(Object.keys(rule.wording)));
  });

  test("it reports to a list of the API; its parameters lie within their bounds, and stand in docs/rules.md", () => {
    expect(GROUPS).toContain(rule.group);
    const chapter = RULES_PAGE.split(`\n### ${rule.id}\n`)[1]?.split(/\n##+ /)[0] ?? "";
    for (const { default: value, min, max = Number.POSITIVE_INFINITY, unit } of Object.values(rule.params)) {
      expect(min).toBeLessThanOrEqual(value);
      expect(value).toBeLessThanOrEqual(max);
      expect(UNITS).toContain(unit);
    }
    const documented = [...chapter.matchAll(/^\| `(\w+)` \| [^|]+ \| ([\d.]+) /gm)].map(([, name, value]) => [
      name,
      Number(value),
    ]);
    expect(Object.entries(rule.params).map(([name, param]) => [name, param.default])).toEqual(documented);
  });

  test("what it says of its examples stands in docs/rules.md", () => {
    const chapter = (RULES_PAGE.split(`\n### ${rule.id}\n`)[1]?.split(/\n##+ /)[0] ?? "").replace(
      /\\(.)/g,
      "$1",
    );
    for (const { verdict } of rule.examples.failed.flatMap((example) => judge(rule, example))) {
      if (verdict.outcome !== "failed") continue;
      const wording = rule.wording[verdict.wording];
      if (!wording) continue;
      const said = sentence(wording.message, verdict.data, "zh", rule.terms).replace(/\s*\n\s*/g, " ");
      expect(chapter).toContain(said);
    }
  });

  test("how grave it is, what it yields to and what it cites stand in docs/rules.md as it says them", () => {
    const chapter = RULES_PAGE.split(`\n### ${rule.id}\n`)[1]?.split(/\n##+ /)[0] ?? "";
    expect(chapter).toContain(`严重程度：${SEVERITIES[rule.severity]}`);
    const explaining = [...chapter.matchAll(/已由 `([\w-]+)` 指出的不再重复/g)].map(([, id]) => id);
    expect((rule.yieldsTo ?? []).map((other) => other.rule)).toEqual(explaining);
    expect(rule.irrevocable ?? false).toBe(chapter.includes("已经发生、无法补救，只记录一次"));
    expect(rule.citesCatalogue ?? false).toBe(chapter.includes("\n- 目录对该类别的规定"));
  });

  test("before its norm is in force it says nothing", () => {
    if (rule.basis.some((citation) => citation.from === null)) return;
    for (const example of rule.examples.failed) {
      const outcomes = judge(rule, { ...example, today: "1990-01-01" });
      expect(outcomes.every((o) => o.verdict.outcome === "inapplicable")).toBe(true);
    }
  });
});

test("every rule file is in the index, under its own name", () => {
  const files = readdirSync(import.meta.dirname).flatMap((f) => f.match(/^([\w-]+)\.ts$/)?.[1] ?? []);
  expect(rules.map((r) => r.id).sort()).toEqual(files.filter((f) => f !== "index").sort());
});

/** The snapshot alone, and joined as one unit with each other: what one example lacks, another brings. */
function joins(a: UnitSnapshot, others: readonly UnitSnapshot[]): UnitSnapshot[] {
  return [a, ...others.map((b) => ({ ...a, columns: [...a.columns, ...elsewhere(b.columns)] }))];
}

/** Of many examples a dozen that lie apart: one with every other would grow by the square. */
function partnersOf<T>(n: number, examples: readonly T[]): T[] {
  const stride = Math.ceil(examples.length / 12);
  return examples.filter((_, k) => k % stride === n % stride);
}

/** The columns with their items at addresses of their own: one address holds one article. */
function elsewhere(columns: UnitSnapshot["columns"]): UnitSnapshot["columns"] {
  return structuredClone(columns).map((column) => {
    const { listing } = column;
    if (!listing.known) return column;
    const items = listing.value.items.map((item) => ({ ...item, url: `${item.url}?elsewhere` }));
    return { ...column, listing: { ...listing, value: { ...listing.value, items } } };
  });
}

/** Every snapshot that knows one thing less: a fact unread, a list cut short at its end, front or middle. */
function* losses(snapshot: UnitSnapshot): Generator<UnitSnapshot> {
  for (const fact of factsIn(snapshot)) {
    yield without(snapshot, [fact]);
    if (!fact.known || !isListing(fact.value)) continue;
    const listing = fact.value;
    const { items } = listing;
    const middle = Math.floor(items.length / 2);
    for (const kept of [items, items.slice(0, -1), items.slice(1), items.filter((_, n) => n !== middle)]) {
      yield replace(
        snapshot,
        new Map([[fact, { ...fact, value: { ...listing, items: kept, readFrom: null } }]]),
      );
    }
    for (const shorter of cutShort(listing)) {
      yield replace(snapshot, new Map([[fact, { ...fact, value: shorter }]]));
    }
  }
}

/** The listing as it stands when reading stopped at each of its days. */
function cutShort(listing: Listing): Listing[] {
  const days = listing.items.map((i) => (i.publishedOn.known ? i.publishedOn.value : null));
  if (days.some((day) => day === null)) return [];
  return [...new Set(days)].flatMap((readFrom) =>
    readFrom !== null &&
    (listing.readFrom === "start" || (listing.readFrom !== null && listing.readFrom <= readFrom))
      ? [{ ...listing, readFrom, items: listing.items.filter((_, n) => (days[n] ?? "") >= readFrom) }]
      : [],
  );
}

const isListing = (value: unknown): value is Listing =>
  typeof value === "object" && value !== null && "items" in value;
const isFact = (value: object): value is Fact<unknown> => "known" in value;
const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((m) => m[1]).sort();

function without(snapshot: UnitSnapshot, facts: readonly Fact<unknown>[]): UnitSnapshot {
  return replace(snapshot, new Map(facts.map((fact) => [fact, unknown("unreachable")])));
}

function factsIn(node: unknown): Fact<unknown>[] {
  if (typeof node !== "object" || node === null) return [];
  // Of a long list the items at both ends and in the middle stand for the others.
  const children = Array.isArray(node) && node.length > 6 ? endsAndMiddle(node) : Object.values(node);
  return [...(isFact(node) ? [node] : []), ...children.flatMap(factsIn)];
}

const endsAndMiddle = (list: readonly unknown[]) =>
  [0, 1, Math.floor(list.length / 2), -2, -1].map((n) => list.at(n));

/** A copy of `node` in which the keys of `by` have become its values. */
function replace<T>(node: T, by: ReadonlyMap<unknown, unknown>): T {
  if (by.has(node)) return by.get(node) as T;
  if (typeof node !== "object" || node === null) return node;
  const entries = Object.entries(node).map(([key, child]) => [key, replace(child, by)] as const);
  // What is untouched is shared: the copies are many.
  if (entries.every(([key, child]) => child === (node as Record<string, unknown>)[key])) return node;
  return (Array.isArray(node) ? entries.map(([, child]) => child) : Object.fromEntries(entries)) as T;
}

function deepFreeze<T>(value: T): T {
  if (typeof value === "object" && value !== null) Object.values(Object.freeze(value)).forEach(deepFreeze);
  return value;
}
