const BLANK = "[\\t\\n\\f\\r ]";
const COMMENT = /<!--(?:>|[\s\S]*?-->|[\s\S]*$)/y;
const META = new RegExp(`<meta(?=${BLANK}|/)`, "iy");
const TAG = /<\/?[a-z][^\t\n\f\r >]*/iy;
const OTHER = /<[!/?][^>]*>?/y;
const NAME = /[\t\n\f\r /]*([^\t\n\f\r />][^\t\n\f\r />=]*)/y;
const VALUE = new RegExp(
  `${BLANK}*=${BLANK}*(?:"([^"]*)"|'([^']*)'|([^"'\\t\\n\\f\\r >][^\\t\\n\\f\\r >]*|(?=>)))`,
  "y",
);
const EQUALS = new RegExp(`${BLANK}*=`, "y");
const IN_CONTENT = new RegExp(
  `charset${BLANK}*=${BLANK}*(?:"([^"]*)"|'([^']*)'|([^"'\\t\\n\\f\\r ;][^\\t\\n\\f\\r ;]*))`,
  "i",
);

/**
 * The names of encodings that the `<meta>` elements of a page declare, in page order, found as the HTML standard
 * prescribes ("prescan a byte stream"): nothing inside a comment or another element's attribute counts.
 * @param head The page's beginning, a character for each byte.
 */
export function declaredByMeta(head: string): readonly string[] {
  const names: string[] = [];
  for (let at = head.indexOf("<"); at >= 0; at = head.indexOf("<", at)) {
    const comment = endOf(COMMENT, head, at);
    const meta = comment === null ? endOf(META, head, at) : null;
    const tag = meta ?? (comment === null ? endOf(TAG, head, at) : null);
    if (tag === null) {
      at = comment ?? endOf(OTHER, head, at) ?? at + 1;
      continue;
    }
    const attributes = attributesFrom(head, tag);
    // An element that does not end within what was looked at declares nothing.
    if (attributes === null) break;
    at = attributes.end;
    const name = meta === null ? null : declaredIn(attributes.values);
    if (name !== null) names.push(name);
  }
  return names;
}

function declaredIn(attributes: ReadonlyMap<string, string>): string | null {
  const charset = attributes.get("charset");
  if (charset !== undefined) return charset.trim();
  if (attributes.get("http-equiv")?.toLowerCase() !== "content-type") return null;
  const found = IN_CONTENT.exec(attributes.get("content") ?? "");
  return found?.[1] ?? found?.[2] ?? found?.[3] ?? null;
}

/** Attributes by lower-case name, the first of each, and where the element ends; null where it does not end. */
function attributesFrom(
  head: string,
  from: number,
): { readonly values: ReadonlyMap<string, string>; readonly end: number } | null {
  const values = new Map<string, string>();
  let at = from;
  for (;;) {
    NAME.lastIndex = at;
    const name = NAME.exec(head)?.[1];
    if (name === undefined) {
      const end = endOf(/[\t\n\f\r /]*>/y, head, at);
      return end === null ? null : { values, end };
    }
    at = NAME.lastIndex;
    VALUE.lastIndex = at;
    const value = VALUE.exec(head);
    if (value) at = VALUE.lastIndex;
    else if (endOf(EQUALS, head, at) !== null) return null;
    const key = name.toLowerCase();
    if (!values.has(key)) values.set(key, value?.[1] ?? value?.[2] ?? value?.[3] ?? "");
  }
}

function endOf(pattern: RegExp, text: string, at: number): number | null {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : null;
}
