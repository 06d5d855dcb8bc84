import { plain } from "./plain-text.ts";

/** HTML that is safe to print: only {@link html} makes it, and it escapes every text that goes in. */
export class Markup {
  readonly source: string;
  constructor(source: string) {
    this.source = source;
  }
}

/** What may stand in a template; null and false print nothing. */
export type Content = string | number | Markup | null | false | readonly Content[];

/** Builds markup; texts are escaped, markup and lists of it stand as they are. */
export function html(parts: TemplateStringsArray, ...contents: readonly Content[]): Markup {
  let source = parts[0] ?? "";
  contents.forEach((content, n) => {
    source += printed(content) + (parts[n + 1] ?? "");
  });
  return new Markup(source);
}

/** `<` to `&lt;` and so on, for text and quoted attributes alike; control characters become spaces. */
export function escapeHtml(text: string): string {
  const printable = plain(text);
  if (!/[&<>"'`]/.test(printable)) return printable;
  return printable.replace(/[&<>"'`]/g, (character) => ENTITIES[character] ?? character);
}

/** A link that tells its target nothing; only the text where the address is not one of the web. */
export function link(url: string, label: Content): Markup {
  return isWebAddress(url)
    ? html`<a href="${url}" rel="noopener noreferrer nofollow" target="_blank">${label}</a>`
    : html`${label}`;
}

function isWebAddress(url: string): boolean {
  try {
    return ["http:", "https:"].includes(new URL(url).protocol);
  } catch {
    return false;
  }
}

function printed(content: Content): string {
  if (content === null || content === false) return "";
  if (content instanceof Markup) return content.source;
  if (typeof content === "string") return escapeHtml(content);
  if (typeof content === "number") return String(content);
  return content.map(printed).join("");
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
  "`": "&#96;",
};
