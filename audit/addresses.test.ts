import { expect, test } from "vitest";
import { withoutAddresses } from "./addresses.ts";

test.each([
  ["见http://a.test/b?c=1。", `见${" ".repeat(19)}。`],
  ["见https://a.test/，", `见${" ".repeat(15)}，`],
  ["见WWW.A.TEST", `见${" ".repeat(10)}`],
  ["http:／／a", "http:／／a"],
  ["http://", "http://"],
  ["http：//a.test", "http：//a.test"],
])("addresses are blanked letter for letter: %s", (text, blanked) => {
  expect(withoutAddresses(text)).toBe(blanked);
});

test("a very long address is blanked in part, and the text keeps its length", () => {
  const text = `http://a.test/${"b".repeat(600)}`;
  expect(withoutAddresses(text)).toHaveLength(text.length);
  expect(withoutAddresses(text).trim()).toBe("b".repeat(107));
});
