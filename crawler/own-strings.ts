/**
 * The same value in strings of its own. A string that was cut out of a page keeps the whole page in memory, and a unit
 * has thousands of pages.
 */
export function inOwnStrings<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T; // facts are kept as JSON as well
}

/** One string, of its own. */
export function ownString(text: string): string {
  return Buffer.from(text, "utf16le").toString("utf16le");
}
