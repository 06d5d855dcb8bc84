/** What pages call the places that a script fills with an article's particulars. */
const NAMES = {
  published: "[\\w-]{0,20}(?:pub(?:lish)?[_-]?(?:time|date|day)|fabu\\w{0,8}|fb(?:sj|rq))[\\w-]{0,20}",
  source: "(?:[\\w-]{0,20}(?:laiyuan|xxly|wzly)[\\w-]{0,20}|(?:content|article|news|info|doc)?[_-]?source)",
} as const;

const forms = Object.fromEntries(
  Object.entries(NAMES).map(([field, name]) => [
    field,
    new RegExp(
      `<(?:span|em|i|b|p|div|td|label|font)\\s(?:[^<>]{0,200}\\s)?(?:id|class)\\s?=\\s?["']?${name}["'\\s>](?:[^<>]{0,200}>)?\\s{0,9}</`,
      "i",
    ),
  ]),
) as Record<keyof typeof NAMES, RegExp>;

const SCRIPT = /<script\s[^<>]{0,200}\bsrc\s?=/i;

/** Whether the page holds an empty place named for the article's day or source, and a script from elsewhere. */
export function hasEmptyPlace(html: string, field: keyof typeof NAMES): boolean {
  return SCRIPT.test(html) && forms[field].test(html);
}
