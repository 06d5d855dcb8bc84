import { expect, test } from "vitest";
import { WORD_NUMBERS } from "../domain/filing.ts";
import { wordsOf } from "./filing-words.ts";

test.each([
  ["市民政局2016年预算", "市民政局2017年预算"],
  ["第1号公告", "第12号公告"],
  ["ＡＢＣ公告（一）", "abc公告(一)"],
  ["市 民政\n局　公告", "市民政局公告"],
])("%j and %j are of the same words", (one, other) => {
  expect(wordsOf(one, one)).toEqual(wordsOf(other, other));
});

test.each([
  ["甲乙", "乙甲"],
  ["甲乙", "甲乙甲乙"],
  ["甲乙2016", "甲乙"],
])("%j and %j are not", (one, other) => {
  expect(wordsOf(one, "").title).not.toEqual(wordsOf(other, "").title);
});

test("a title's words are its letters and pairs, its ends among them; a text's are pairs alone; each counts once", () => {
  const words = (title: string, text: string) => {
    const { title: ofTitle, text: ofText } = wordsOf(title, text);
    return [ofTitle.length, ofText.length];
  };
  expect(words("甲乙", "甲乙丙")).toEqual([7, 2]);
  expect(words("甲甲甲甲", "甲甲甲甲")).toEqual([6, 1]);
  expect(words("", "甲")).toEqual([3, 0]);
});

test("what stands in a title is another word than the same in a text", () => {
  const { title, text } = wordsOf("召开会议", "召开会议");
  expect(text.filter((word) => title.includes(word))).toEqual([]);
});

test("of a text its first sixty letters count", () => {
  const letters = Array.from({ length: 80 }, (_, n) => String.fromCharCode(0x4e00 + n));
  const opening = (count: number, rest = "") => wordsOf("", letters.slice(0, count).join("") + rest).text;
  expect(opening(60)).toHaveLength(59);
  expect(opening(60, "尾")).toEqual(opening(60));
  expect(opening(59, "尾")).not.toEqual(opening(60));
  // Blanks do not count.
  expect(wordsOf("", letters.slice(0, 60).join(" ")).text).toEqual(opening(60));
});

test("words seldom share a number, whatever their letters", () => {
  const numbers = new Set<number>();
  for (let n = 0; n < 2000; n++)
    for (const word of wordsOf("", String.fromCharCode(0x4e00 + n, 0x4e00 + ((n * 7) % 500))).text)
      numbers.add(word);
  expect(numbers.size).toBeGreaterThan(1900);
  for (const number of numbers)
    expect(number >= 0 && number < WORD_NUMBERS && Number.isInteger(number)).toBe(true);
});
