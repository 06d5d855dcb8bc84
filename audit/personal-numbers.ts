import { type CalendarDate, daysBetween } from "../domain/time.ts";
import { withoutAddresses } from "./addresses.ts";
import {
  around,
  isContact,
  isOtherNumber,
  isPublicAccount,
  isSaidCard,
  isSaidIdentity,
  listsContacts,
  type Surroundings,
} from "./number-surroundings.ts";
import { birthIn, isBankCard, isCreditCode } from "./person-number.ts";

export type NumberKind = "identity" | "bank" | "mobile";

/** A number by which a person is known, and that nothing masks. */
export interface PersonalNumber {
  readonly kind: NumberKind;
  readonly number: string;
  /** The text says what it is, or it can hardly be anything else. */
  readonly isSure: boolean;
  /** The number with some words before it. */
  readonly words: string;
}

/** The numbers of persons in a text, in order. Addresses are passed over. Linear in the length of the text. */
export function personalNumbersIn(whole: string, today: CalendarDate): PersonalNumber[] {
  const text = withoutAddresses(whole);
  const isContactList = listsContacts(text);
  return [...text.matchAll(NUMBER)].flatMap(({ 0: number, index }) => {
    const near = around(text, index, number.length);
    const meaning = meaningOf(number, near, today, isContactList);
    const words = [...near.line].slice(-12).join("") + number;
    return meaning === null ? [] : [{ ...meaning, number, words }];
  });
}

const NUMBER = /(?<![\dA-Za-z.*_=/-])(?:\d{17}[\dXx]|\d{16,19}|1[3-9]\d{9})(?![\dA-Za-z*_-])/g;

type Meaning = Pick<PersonalNumber, "kind" | "isSure">;

/** What a number is of a person; null where it is none, or of somebody in office. */
function meaningOf(
  number: string,
  near: Surroundings,
  today: CalendarDate,
  isContactList: boolean,
): Meaning | null {
  const birth = birthIn(number);
  if (birth !== null && birth >= "1900-01-01" && birth <= today) {
    if (isSaidIdentity(near)) return { kind: "identity", isSure: true };
    // The days in permits' and projects' numbers are of late; most people are grown.
    const isGrown = daysBetween(birth, today) > 16 * 366;
    const isOther = isOtherNumber(near);
    if (isCreditCode(number) || (isOther && !isGrown)) return null;
    return { kind: "identity", isSure: isGrown && !isOther };
  }
  if (isBankCard(number)) {
    const isSure = isSaidCard(near);
    return isPublicAccount(near, isSure) || (!isSure && isOtherNumber(near))
      ? null
      : { kind: "bank", isSure };
  }
  const isMobile = number.length === 11 && !isContactList && !isContact(near);
  return isMobile ? { kind: "mobile", isSure: false } : null;
}
