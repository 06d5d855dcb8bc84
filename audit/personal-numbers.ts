import { type CalendarDate, daysBetween } from "../domain/time.ts";
import { withoutAddresses } from "./addresses.ts";
import {
  around,
  columnHeads,
  headsRecipients,
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
  const text = narrow(withoutAddresses(whole));
  const isContactList = listsContacts(text);
  const recipientsFrom = startOfRecipients(text);
  const headOver = columnHeads(text);
  return [...text.matchAll(NUMBER)].flatMap(({ 0: number, index }) => {
    const near = around(text, index, number.length);
    const isRecipients = recipientsFrom !== null && index > recipientsFrom && /\S\s/.test(near.line);
    const said = { ...near, line: `${near.line} ${headOver(index)}` };
    const meaning = meaningOf(number, said, today, { isContactList, isRecipients });
    // As they stand, so that they are found again.
    const end = index + number.length;
    const words = whole.slice(index - [...near.line].slice(-12).join("").length, end);
    return meaning === null ? [] : [{ ...meaning, number, words }];
  });
}

/** What goes on with a decimal or an @ is an amount or an address. */
const NUMBER = /(?<![\dA-Za-z.*_=/-])(?:\d{17}[\dXx]|\d{16,19}|1[3-9]\d{9})(?![\dA-Za-z*_@-]|[.．]\d)/g;

/** Numbers that the standard itself prints as an example. */
const SPECIMENS: ReadonlySet<string> = new Set(["11010519491231002X"]);

const AMOUNT = /^\s?(?:[万亿]|美|欧|日|港)?元/;

type Meaning = Pick<PersonalNumber, "kind" | "isSure">;

/** What a number is of a person; null where it is none, or of somebody in office. */
function meaningOf(
  number: string,
  near: Surroundings,
  today: CalendarDate,
  { isContactList, isRecipients }: { readonly isContactList: boolean; readonly isRecipients: boolean },
): Meaning | null {
  if (SPECIMENS.has(number.toUpperCase())) return null;
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
  const isMobile = number.length === 11 && !isOtherNumber(near) && !AMOUNT.test(near.rest);
  const isPrivate = isRecipients || !(isContactList || isContact(near));
  return isMobile && isPrivate ? { kind: "mobile", isSure: false } : null;
}

/** Wide figures as narrow ones, each in its place. */
function narrow(text: string): string {
  return text.replace(/[０-９Ｘｘ]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0));
}

/** Where the rows of a list of those who are helped or paid begin; null where there is none. */
function startOfRecipients(text: string): number | null {
  let at = 0;
  for (const line of text.split("\n")) {
    at += line.length + 1;
    if (headsRecipients(line)) return at;
  }
  return null;
}
