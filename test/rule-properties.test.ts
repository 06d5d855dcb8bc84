import fc from "fast-check";
import { expect, test } from "vitest";
import { audit } from "../audit/audit.ts";
import { sentence } from "../audit/sentence.ts";
import { rules } from "../rules/index.ts";
import { anyCase } from "./arbitrary-snapshot.ts";

test("no rule throws on any snapshot; the same snapshot gives the same, and what it finds can be stored and told", () => {
  fc.assert(
    fc.property(anyCase, (given) => {
      const errors: unknown[] = [];
      const outcomes = audit(given, rules, {}, (rule, error) => errors.push([rule, error]));
      expect(errors).toEqual([]);
      expect(audit(structuredClone(given), rules)).toEqual(outcomes);
      for (const { rule: id, verdict } of outcomes) {
        if (verdict.outcome !== "failed") continue;
        expect(JSON.parse(JSON.stringify(verdict.data))).toEqual(verdict.data);
        const rule = rules.find((of) => of.id === id);
        const wording = rule?.wording[verdict.wording];
        expect(wording).toBeDefined();
        for (const told of Object.values(wording ?? {})) sentence(told, verdict.data, "zh", rule?.terms);
      }
    }),
    RUNS,
  );
});

test("what could not be known accuses nobody: with every list, text and menu unread nothing fails", () => {
  fc.assert(
    fc.property(anyCase, (given) => {
      const unread = { known: false, reason: "unreachable", page: null } as const;
      const columns = given.snapshot.columns.map((column) => ({ ...column, listing: unread, text: unread }));
      const blind = { ...given, snapshot: { ...given.snapshot, navigation: unread, columns } };
      expect(audit(blind, rules).filter(({ verdict }) => verdict.outcome === "failed")).toEqual([]);
    }),
    RUNS,
  );
});

/** A seed of its own for each run would make a red test that nobody can repeat: XUNCHA_SEED tries another. */
const RUNS = { numRuns: 200, seed: Number(process.env.XUNCHA_SEED ?? 1), endOnFailure: true } as const;
