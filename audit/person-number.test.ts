import { describe, expect, test } from "vitest";
import { birthIn, isBankCard, isCreditCode } from "./person-number.ts";

/** 17 digits with their check digit, by the recursive method of ISO 7064. */
function identity(digits: string): string {
  let rest = 0;
  for (const digit of digits) rest = ((rest + Number(digit)) * 2) % 11;
  return digits + ("0123456789X"[(12 - rest) % 11] ?? "");
}

const CODE = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/** 17 characters with their check character. */
function credit(text: string): string {
  let sum = 0n;
  for (const [at, letter] of [...text].entries())
    sum += BigInt(Math.max(0, CODE.indexOf(letter))) * 3n ** BigInt(at);
  return text + (CODE[Number((31n - (sum % 31n)) % 31n)] ?? "");
}

/** Digits with the one that makes them pass Luhn's check. */
function card(digits: string): string {
  const sum = [...digits].reverse().reduce((total, digit, at) => {
    const weighed = Number(digit) * (at % 2 === 0 ? 2 : 1);
    return total + Math.floor(weighed / 10) + (weighed % 10);
  }, 0);
  return digits + String((10 - (sum % 10)) % 10);
}

const others = (text: string, at: number, alphabet: string) =>
  [...alphabet]
    .filter((sign) => sign !== text[at])
    .map((sign) => text.slice(0, at) + sign + text.slice(at + 1));

describe("birthIn", () => {
  test("a number whose check digit is right gives the day of birth", () => {
    expect(birthIn("421381197203040017")).toBe("1972-03-04");
    expect(birthIn("11010519491231002X")).toBe("1949-12-31");
    expect(birthIn("11010519491231002x")).toBe("1949-12-31");
    expect(birthIn(identity("42138120001231001"))).toBe("2000-12-31");
  });

  test("any one digit that is wrong is noticed", () => {
    const right = "421381197203040017";
    for (let at = 0; at < right.length; at++)
      for (const wrong of others(right, at, "0123456789"))
        expect([wrong, birthIn(wrong)]).toEqual([wrong, null]);
  });

  test("divisions are those of the country", () => {
    const isOne = (two: string) => birthIn(identity(`${two}010119720304001`)) !== null;
    const all = Array.from({ length: 100 }, (_, n) => String(n).padStart(2, "0"));
    expect(all.filter(isOne).join(" ")).toBe(
      "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83",
    );
  });

  test("no serial 000, no day that the calendar lacks, nothing longer or shorter, no letter within", () => {
    expect(birthIn(identity("42138119720304000"))).toBeNull();
    expect(birthIn(identity("42138119720230001"))).toBeNull();
    expect(birthIn(identity("42138119721304001"))).toBeNull();
    for (const wrong of [
      "4421381197203040017",
      "4213811972030400170",
      "42138119720304001",
      "a421381197203040017",
      "",
    ])
      expect([wrong, birthIn(wrong)]).toEqual([wrong, null]);
    expect(birthIn("42138119720304X017")).toBeNull();
  });
});

describe("isCreditCode", () => {
  test("the example of the standard, in either case", () => {
    expect(isCreditCode("91350100M000100Y43")).toBe(true);
    expect(isCreditCode("91350100m000100y43")).toBe(true);
    expect(isCreditCode(credit("12421381MA4900A13"))).toBe(true);
  });

  test("any one character that is wrong is noticed", () => {
    const right = "91350100M000100Y43";
    for (let at = 0; at < right.length; at++)
      for (const wrong of others(right, at, CODE))
        expect([wrong, isCreditCode(wrong)]).toEqual([wrong, false]);
  });

  test("each part has its characters", () => {
    const letters = [..."0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
    const allowed = (before: string, after: string) =>
      letters.filter((letter) => isCreditCode(credit(before + letter + after))).join("");
    expect(allowed("", "1350100M000100Y4")).toBe("123456789ANPQRTUWXY");
    expect(allowed("9", "350100M000100Y4")).toBe("123456789");
    expect(allowed("91", "50100M000100Y4")).toBe("0123456789");
    expect(allowed("9135010", "M000100Y4")).toBe("0123456789");
    expect(allowed("91350100", "000100Y4")).toBe("0123456789ABCDEFGHJKLMNPQRTUWXY");
    expect(allowed("91350100M000100Y", "")).toBe("0123456789ABCDEFGHJKLMNPQRTUWXY");
  });

  test("offices that register few kinds of bodies have no others: Hubei's persons, 42…, are none", () => {
    const second = (first: string) =>
      [..."123456789"].filter((digit) => isCreditCode(credit(`${first}${digit}350100M000100Y4`))).join("");
    expect(Object.fromEntries([..."123456789"].map((first) => [first, second(first)]))).toEqual({
      1: "123456789",
      2: "19",
      3: "123459",
      4: "19",
      5: "123456789",
      6: "129",
      7: "129",
      8: "19",
      9: "123456789",
    });
  });

  test("nothing longer or shorter", () => {
    for (const wrong of ["91350100M000100Y430", "191350100M000100Y43", "91350100M000100Y4", ""])
      expect([wrong, isCreditCode(wrong)]).toEqual([wrong, false]);
  });
});

describe("isBankCard", () => {
  test.each([
    "62170012345678901",
    "6217001234567890",
    "621700123456789012",
    "621700123456789",
    "411111111111111",
    "511111111111111",
    "551111111111111",
  ])("%s with its check digit", (digits) => expect(isBankCard(card(digits))).toBe(true));

  test("any one digit that is wrong is noticed", () => {
    const right = card("621700123456789012");
    for (let at = 0; at < right.length; at++)
      for (const wrong of others(right, at, "0123456789"))
        expect([wrong, isBankCard(wrong)]).toEqual([wrong, false]);
  });

  test.each([
    "61170012345678901",
    "501111111111111",
    "561111111111111",
    "4111111111111111",
    "311111111111111",
    "62170012345678",
    "6217001234567890123",
    "162170012345678901",
  ])("%s is of no bank, whatever its check digit", (digits) => expect(isBankCard(card(digits))).toBe(false));
});
