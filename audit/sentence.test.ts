import { expect, test } from "vitest";
import { sentence } from "./sentence.ts";

const text = { zh: "缺少{elements}，共{count}项；{note}", en: "Lacks {elements}, {count} in all; {note}" };
const terms = { body: { zh: "正文", en: "body text" }, source: { zh: "来源", en: "source" } };

test("puts values in place, in the language asked for", () => {
  const data = { elements: ["body", "source"], count: 2, note: null };
  expect(sentence(text, data, "zh", terms)).toBe("缺少正文、来源，共2项；无");
  expect(sentence(text, data, "en", terms)).toBe("Lacks body text, source, 2 in all; none");
});

test("a value in braces is not filled again", () => {
  expect(sentence({ zh: "{a}", en: "{a}" }, { a: "{b}", b: "x" }, "zh")).toBe("{b}");
});

test("a name without a value stays visible", () => {
  expect(sentence({ zh: "{oops}", en: "{oops}" }, {}, "zh")).toBe("{oops}");
});

test("without terms, values stand as they are; zero and false are values", () => {
  expect(sentence({ zh: "{a}{b}{c}", en: "" }, { a: 0, b: false, c: "toString" }, "zh")).toBe(
    "0falsetoString",
  );
});
