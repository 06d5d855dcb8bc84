import { expect, test } from "vitest";
import { Slowness } from "./slowness.ts";

/** What a host answers: so many answers of so many ms, or a refusal. */
type Told = readonly [count: number, ms: number] | "refused";

function factorAfter(told: readonly Told[]): number {
  const slowness = new Slowness();
  for (const one of told) {
    if (one === "refused") slowness.refused();
    else for (let n = 0; n < one[0]; n += 1) slowness.answered(one[1]);
  }
  return slowness.factor;
}

test.each<[string, readonly Told[], number]>([
  ["a steady host is asked at the usual pace", [[200, 300]], 1],
  [
    "one that takes far longer than at first, at half of it",
    [
      [10, 300],
      [10, 1300],
    ],
    2,
  ],
  [
    "one that was always slow, at the usual pace",
    [
      [10, 3000],
      [50, 4000],
    ],
    1,
  ],
  [
    "one that is still quick, though slower than at first, at the usual pace",
    [
      [10, 20],
      [50, 400],
    ],
    1,
  ],
  [
    "a slow page among quick ones changes nothing",
    [
      [10, 100],
      [4, 9000],
      [6, 100],
    ],
    1,
  ],
  [
    "pauses do not grow without end",
    [
      [10, 100],
      [500, 9000],
    ],
    8,
  ],
  ["a refusal counts at once", ["refused"], 2],
  ["refusals add up", ["refused", "refused", "refused", "refused", "refused"], 8],
  ["recovery comes step by step", ["refused", "refused", [10, 100], [9, 100]], 4],
  ["and ends at the usual pace", ["refused", "refused", [10, 100], [90, 100]], 1],
])("%s", (_why, told, factor) => expect(factorAfter(told)).toBe(factor));
