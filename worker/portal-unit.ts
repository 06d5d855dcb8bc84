import type { Placed } from "../catalogue/placed.ts";
import type { Text } from "../domain/outcome.ts";
import {
  type Column,
  type Contact,
  type Declaration,
  type Exemption,
  UNIT_KINDS,
  type Unit,
} from "../domain/portal.ts";

/** One entry of `units:`. */
export function unitFrom(placed: Placed): Unit {
  const at = placed.fields(
    ["id", "name", "kind", "url"],
    ["inspector", "contact", "columnsProposedOn", "columnsReviewedOn", "columns", "exempt", "declared"],
  );
  const proposedOn = at.columnsProposedOn.or(null, (day) => day.day());
  const reviewedOn = at.columnsReviewedOn.or(null, (day) => day.day());
  // What a program wrote and nobody has checked is no person's word.
  const origin = proposedOn !== null && reviewedOn === null ? "discovered" : "listed";
  const columns = at.columns.or([], (list) => listOf(list, columnFrom, "url"));
  return {
    id: idFrom(at.id),
    name: at.name.text(),
    kind: at.kind.oneOf(UNIT_KINDS),
    url: at.url.url(),
    inspector: at.inspector.or(null, (i) => i.text()),
    contact: at.contact.or(null, contactFrom),
    columnsReviewedOn: reviewedOn,
    columns: columns.map((column) => ({ ...column, origin })),
    exempt: at.exempt.or([], (list) => list.list(exemptionFrom)),
    declared: at.declared.or([], (list) => list.list(declarationFrom)),
  };
}

/** A category's code, as the file writes it. */
export function codeFrom(placed: Placed): string {
  return placed.text({
    zh: '目录编码（带引号），如 "02.01"',
    en: 'a code of the catalogue in quotes, as "02.01"',
  });
}

/** Ids stand in addresses and file names. */
export function idFrom(placed: Placed): string {
  const what: Text = {
    zh: "编号：字母、数字、汉字及 . _ -",
    en: "an id of letters, digits, full stops, underscores and hyphens",
  };
  const id = placed.text(what);
  if (id !== "" && !/^[\p{L}\p{N}][\p{L}\p{N}._-]*$/u.test(id)) placed.expected(what);
  return id;
}

/** A list in which `key` tells the entries apart. */
export function listOf<K extends string, T extends { readonly [P in K]: string }>(
  list: Placed,
  read: (entry: Placed) => T,
  key: K,
  atLeast = 0,
): T[] {
  const seen = new Map<string, string>();
  return list.list((placed) => {
    const entry = read(placed);
    const value = entry[key];
    const earlier = seen.get(value);
    if (value !== "" && earlier !== undefined)
      placed.inner(key)?.report({
        zh: `与 ${earlier} 重复：${value}`,
        en: `the same as ${earlier}: ${value}`,
      });
    else seen.set(value, `${placed.key}.${key}`);
    return entry;
  }, atLeast);
}

function contactFrom(placed: Placed): Contact {
  const at = placed.fields([], ["name", "phone", "email", "address"]);
  const text = (part: Placed) => part.or(null, (p) => p.text());
  return { name: text(at.name), phone: text(at.phone), email: text(at.email), address: text(at.address) };
}

function columnFrom(placed: Placed): Column {
  const at = placed.fields(["category", "url"], ["name"]);
  // A person may say that no category fits; then only the file can name the column.
  const category = at.category.or(null, codeFrom);
  const name = at.name.or("", (given) => given.text());
  if (at.category.scalar() === null && name === "")
    placed.report({
      zh: "category 为空的栏目要写 name",
      en: "a column without a category needs a name",
    });
  return { name, url: at.url.url(), category, origin: "listed", path: [] };
}

function exemptionFrom(placed: Placed): Exemption {
  const at = placed.fields(["category", "reason"]);
  return { category: codeFrom(at.category), reason: at.reason.text() };
}

function declarationFrom(placed: Placed): Declaration {
  const at = placed.fields(["category", "until", "reason"]);
  return { category: codeFrom(at.category), until: at.until.day(), reason: at.reason.text() };
}
