/**
 * `text` without control characters and without those that reorder what follows: titles come from foreign
 * pages, and neither a terminal nor a table may be rearranged by one. Line breaks become spaces.
 */
export function plain(text: string): string {
  return UNWANTED.test(text) ? text.replace(UNWANTED_ALL, " ") : text;
}

const CLASS = "[\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069]";
const UNWANTED = new RegExp(CLASS);
const UNWANTED_ALL = new RegExp(`${CLASS}+`, "g");
