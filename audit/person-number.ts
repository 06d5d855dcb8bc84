import type { CalendarDate } from "../domain/time.ts";
import { calendarDate } from "../domain/time.ts";

/** The day of birth in an identity number (GB 11643) whose check digit and division are right; else null. */
export function birthIn(number: string): CalendarDate | null {
  if (!/^(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])\d{15}[\dXx]$/.test(number)) return null;
  const sum = WEIGHTS.reduce((total, weight, n) => total + weight * Number(number[n]), 0);
  if ("10X98765432"[sum % 11] !== number[17]?.toUpperCase()) return null;
  if (number.slice(14, 17) === "000") return null;
  return calendarDate(
    Number(number.slice(6, 10)),
    Number(number.slice(10, 12)),
    Number(number.slice(12, 14)),
  );
}

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/**
 * Whether 18 characters are a unified social credit code (GB 32100) with its right check character. Offices that
 * register few kinds of bodies (foreign affairs 2, justice 3, culture 4, tourism 6, religion 7, unions 8) have only
 * those; numbers of persons begin with a province, of which most are none of them.
 */
export function isCreditCode(code: string): boolean {
  const text = code.toUpperCase();
  if (!/^(?:[159AN-Y][1-9]|[248][19]|3[1-59]|[67][129])\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/.test(text))
    return false;
  let [sum, weight] = [0, 1];
  for (const letter of text.slice(0, 17)) {
    sum += CODE.indexOf(letter) * weight;
    weight = (weight * 3) % 31;
  }
  return CODE[(31 - (sum % 31)) % 31] === text[17];
}

const CODE = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/** Whether a number of a card passes its own check (Luhn) and begins as cards of banks in China do. */
export function isBankCard(number: string): boolean {
  if (!/^(?:62\d{14,17}|(?:4\d|5[1-5])\d{14})$/.test(number)) return false;
  let sum = 0;
  for (let place = 0; place < number.length; place++) {
    const digit = Number(number[number.length - 1 - place]) * (place % 2 === 1 ? 2 : 1);
    sum += digit > 9 ? digit - 9 : digit;
  }
  return sum % 10 === 0;
}
