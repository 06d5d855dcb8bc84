import { expect, test } from "vitest";
import { Tally } from "./tally.ts";

const tally = (letters: string) => {
  const counts = new Tally<string>();
  for (const letter of letters) counts.add(letter);
  return counts;
};

test("counts what was added, in the order in which it was first met", () => {
  const counts = tally("baab");
  expect([counts.of("a"), counts.of("b"), counts.of("c")]).toEqual([2, 2, 0]);
  expect(counts.keys()).toEqual(["b", "a"]);
});

test("names what was added at least so often", () => {
  expect([1, 2, 3, 4].map((least) => tally("abbccc").atLeast(least).join(""))).toEqual([
    "abc",
    "bc",
    "c",
    "",
  ]);
});

test.each([
  ["a", 0],
  ["aab", 1],
  ["abbccc", 3],
  ["abbcccdddd", 3],
  ["adddddddddbbccc", 3],
])("of the others in %s than a the median is %i", (letters, median) => {
  expect(tally(letters).medianWithout("a")).toBe(median);
});
