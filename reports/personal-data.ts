import type { Data } from "../domain/outcome.ts";

/**
 * `text` with identity numbers, bank cards and mobile numbers masked. A report must not spread what it
 * complains of, and any excerpt may hold one. Numbers that merely look so are masked too: the page itself,
 * by its digest, remains the proof.
 */
export function maskPersonalData(text: string): string {
  if (!/[\d０-９]{11}/.test(text)) return text;
  return text.replace(LONG_NUMBER, (written) => {
    const number = written.normalize("NFKC");
    if (isIdentityNumber(number)) return stars(number, 2, 3);
    if (/^\d{16,19}$/.test(number) && passesLuhn(number)) return stars(number, 6, 4);
    if (/^1[3-9]\d{9}$/.test(number)) return stars(number, 3, 4);
    return written;
  });
}

/** `data` with every text masked but addresses, which must still lead to their page. */
export function maskedData(data: Data): Data {
  const masked = (text: string) => (/^https?:\/\//i.test(text) ? text : maskPersonalData(text));
  const entries = Object.entries(data).map(([name, value]) => {
    if (typeof value === "string") return [name, masked(value)] as const;
    return [name, value !== null && typeof value === "object" ? value.map(masked) : value] as const;
  });
  return Object.fromEntries(entries);
}

const LONG_NUMBER = /(?<![0-9A-Za-z０-９])[\d０-９]{11,19}[XxＸｘ]?(?![0-9A-Za-z０-９])/g;

function isIdentityNumber(number: string): boolean {
  const birth =
    /^\d{6}((?:19|20)\d\d)(\d\d)(\d\d)\d{3}[\dXx]$/.exec(number) ??
    /^\d{6}(\d\d)(\d\d)(\d\d)\d{3}$/.exec(number);
  const month = Number(birth?.[2]);
  const day = Number(birth?.[3]);
  return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

function passesLuhn(number: string): boolean {
  const sum = [...number].reverse().reduce((total, digit, place) => {
    const doubled = Number(digit) * (place % 2 === 1 ? 2 : 1);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0;
}

function stars(number: string, first: number, last: number): string {
  return number.slice(0, first) + "*".repeat(number.length - first - last) + number.slice(-last);
}
