import type { Data, Text } from "../domain/outcome.ts";

const NOTHING: Text = { zh: "无", en: "none" };
const BETWEEN: Text = { zh: "、", en: ", " };

/**
 * `text` in one language with the values of a verdict's data in place of their `{name}`. Lists are joined,
 * null reads as "none", and a value that `terms` knows is called by its name. A name that `data` lacks stays
 * as it stands, so that a mistake shows.
 */
export function sentence(
  text: Text,
  data: Data,
  language: keyof Text,
  terms: Readonly<Record<string, Text>> = {},
): string {
  const called = (value: string) => terms[value]?.[language] ?? value;
  return text[language].replace(/\{(\w+)\}/g, (placeholder, name: string) => {
    const value = data[name];
    if (value === undefined) return placeholder;
    if (value === null) return NOTHING[language];
    return typeof value === "object" ? value.map(called).join(BETWEEN[language]) : called(String(value));
  });
}
