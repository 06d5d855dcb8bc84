/**
 * The same value, plain data, in strings of its own. A string that was cut out of a page keeps the whole page in
 * memory, and a unit has thousands of pages.
 */
export function inOwnStrings<T>(value: T): T {
  return copied(value) as T; // of the same shape
}

function copied(value: unknown): unknown {
  if (typeof value === "string") return ownString(value);
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map(copied);
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, copied(part)]));
}

/** V8 copies what is shorter than this where it cuts it out. */
const LEAST_CUT = 13;

/** One string, of its own. */
export function ownString(text: string): string {
  return text.length < LEAST_CUT ? text : Buffer.from(text, "utf16le").toString("utf16le");
}
