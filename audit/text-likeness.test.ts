import { expect, test } from "vitest";
import { hasLetters, lettersOf, likeness, likenessMarks, wholeMark } from "./text-likeness.ts";

/** A text of `count` sentences, each of which is unlike the others. */
const prose = (count: number, from = 0) =>
  Array.from({ length: count }, (_, n) =>
    String.fromCharCode(
      ...Array.from({ length: 12 }, (_, k) => 0x4e00 + (((n + from) * 997 + k * 131) % 20_000)),
    ),
  ).join("。");

test("white space, marks, figures and days make no difference", () => {
  expect(lettersOf("3月12日，　走访 28 户（困难群众）。")).toBe("月日走访户困难群众");
});

test("likeness goes from 0 to 1 with what two texts share", () => {
  const text = lettersOf(prose(20));
  expect(likeness(text, text)).toBe(1);
  expect(likeness(text, lettersOf(prose(20, 1)))).toBeGreaterThan(0.9);
  expect(likeness(text, lettersOf(prose(20, 10)))).toBeCloseTo(0.5, 1);
  expect(likeness(text, lettersOf(prose(20, 500)))).toBeLessThan(0.1);
  expect(likeness("", "")).toBe(0);
});

test("texts with one sentence in twenty changed bear a mark in common; unlike ones do not", () => {
  for (let from = 0; from < 200; from++) {
    const marks = new Set(likenessMarks(lettersOf(prose(20, from))));
    expect(likenessMarks(lettersOf(prose(20, from + 1))).some((mark) => marks.has(mark))).toBe(true);
    expect(likenessMarks(lettersOf(prose(20, from + 1000))).some((mark) => marks.has(mark))).toBe(false);
  }
});

test("texts whose halves have changed places bear most of their marks in common", () => {
  for (let from = 0; from < 50; from++) {
    const [first, second] = [prose(20, from), prose(20, from + 500)];
    const marks = new Set(likenessMarks(lettersOf(`${first}。${second}`)));
    const swapped = likenessMarks(lettersOf(`${second}。${first}`));
    expect(swapped.filter((mark) => marks.has(mark)).length).toBeGreaterThan(swapped.length / 2);
  }
});

test("the very same letters bear one mark, others do not: longer, in another order, or with one letter changed", () => {
  const text = lettersOf(prose(20));
  expect(wholeMark(text)).toBe(wholeMark(lettersOf(prose(20))));
  const others = [
    `${text}甲`,
    text.slice(1),
    [...text].reverse().join(""),
    ...Array.from({ length: 100 }, (_, at) => `${text.slice(0, at)}甲${text.slice(at + 1)}`),
  ];
  expect(new Set(others.map(wholeMark)).size).toBe(others.length);
  expect(others.map(wholeMark)).not.toContain(wholeMark(text));
});

test("a text is known by its beginning, however long it is", () => {
  expect(lettersOf("字".repeat(30_000))).toHaveLength(20_000);
});

test("a text shorter than four letters shares nothing with any", () => {
  expect([likeness("甲乙丙", "甲乙丙"), likeness("甲乙丙丁", "甲乙丙丁")]).toEqual([0, 1]);
});

test("a text has so many letters, wherever they stand in it", () => {
  expect(hasLetters("市民政局", 4)).toBe(true);
  expect(hasLetters("市民政局", 5)).toBe(false);
  expect(hasLetters("市民政局召开会议", 4)).toBe(true);
  expect(hasLetters(`${"2016-12-31　".repeat(9)}市民政局`, 4)).toBe(true);
  expect(hasLetters(`${"2016-12-31　".repeat(9)}市民政局`, 5)).toBe(false);
});
