import { InputError } from "../domain/input-error.ts";

/** Where a page of a list ended. */
export interface Cursor {
  readonly sort: string;
  /** The patrols that the list is of. */
  readonly patrols: readonly string[];
  /** The sort keys of the page's last row. */
  readonly after: readonly string[];
}

/** As it travels in an address. */
export function writeCursor({ sort, patrols, after }: Cursor): string {
  return Buffer.from(JSON.stringify([sort, patrols, after])).toString("base64url");
}

/** null where there is none. Throws an {@link InputError} for what is no cursor of a list sorted so. */
export function readCursor(text: string | null, sort: string, keys: number): Cursor | null {
  if (text === null) return null;
  const [theirs, patrols, after] = listIn(text);
  if (theirs === sort && isTexts(patrols) && isTexts(after) && after.length === keys) {
    return { sort, patrols, after };
  }
  throw new InputError("cursor", null, "", "不是本列表给出的游标，排序方式也须与取得游标时相同");
}

function listIn(text: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((entry) => typeof entry === "string");
}
