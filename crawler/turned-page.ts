import type { PageAddress } from "./page-request.ts";

/** How calls for a page of a list name its number. */
const PAGE_NAME =
  /^(?:page|page_?no|page_?num|page_?index|page_?number|curr?_?page|current_?page|current|now_?page|pn|p)$/i;

/** The number of the page that a call asks for; null where it names none. */
export function pageNumberOf({ url, form }: PageAddress): number | null {
  for (const fields of [form === null ? [] : fieldsOf(form), fieldsOf(queryOf(url))])
    for (const [name, value] of fields) {
      const number = name === NESTED ? nestedNumber(value) : PAGE_NAME.test(name) ? value : null;
      if (number !== null && /^\d{1,6}$/.test(number)) return Number(number);
    }
  return null;
}

/** The same call for another page: every number of the page in it is replaced; null where it names none. */
export function withPage(asked: PageAddress, page: number): PageAddress | null {
  if (pageNumberOf(asked) === null) return null;
  const { url, form } = asked;
  const query = queryOf(url);
  return {
    url: query === "" ? url : `${url.slice(0, url.indexOf("?") + 1)}${turned(query, page)}`,
    form: form === null ? null : turned(form, page),
  };
}

/** A number that a call names besides the page's: `pageSize`, `perpage`; null where it names none such. */
export function numberNamed({ url, form }: PageAddress, name: RegExp): number | null {
  const fields = [...fieldsOf(form ?? ""), ...fieldsOf(queryOf(url))];
  const value = fields.find((field) => name.test(field[0]) && /^\d{1,6}$/.test(field[1]))?.[1];
  return value === undefined ? null : Number(value);
}

/** Fields as they are posted, or follow a `?`. A list gives one field for each of its entries. */
export function encoded(fields: readonly (readonly [string, string])[]): string {
  return new URLSearchParams(fields.map(([name, value]): [string, string] => [name, value])).toString();
}

/** The field of the JPAAS family that holds the page's number within JSON. */
const NESTED = "paramJson";

function nestedNumber(value: string): string | null {
  return /["']pageNo["']\s{0,9}:\s{0,9}["']?(\d{1,6})/.exec(value)?.[1] ?? null;
}

/** Field by field, so that all others stay as they were written. */
function turned(query: string, page: number): string {
  return query
    .split("&")
    .map((field) => {
      const at = field.indexOf("=");
      const name = decoded(field.slice(0, at));
      if (at < 0) return field;
      if (name === NESTED) {
        const value = decoded(field.slice(at + 1));
        const next = value.replace(/(["']pageNo["']\s{0,9}:\s{0,9}["']?)\d{1,6}/, `$1${page}`);
        return `${field.slice(0, at + 1)}${encodeURIComponent(next)}`;
      }
      return PAGE_NAME.test(name) && /^\d*$/.test(field.slice(at + 1))
        ? `${field.slice(0, at + 1)}${page}`
        : field;
    })
    .join("&");
}

function fieldsOf(query: string): readonly (readonly [string, string])[] {
  return [...new URLSearchParams(query)];
}

function queryOf(url: string): string {
  const at = url.indexOf("?");
  return at < 0 ? "" : url.slice(at + 1).replace(/#.*$/, "");
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return text;
  }
}
