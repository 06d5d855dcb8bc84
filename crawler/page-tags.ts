import type { AnyNode, Element } from "domhandler";
import { foldSpace, textOf } from "./text-of.ts";

/** The tags of 国办发〔2017〕47号, by the spelling that it prescribes. */
const STANDARD = [
  "SiteName",
  "SiteDomain",
  "SiteIDCode",
  "ColumnName",
  "ColumnDescription",
  "ColumnKeywords",
  "ColumnType",
  "ArticleTitle",
  "PubDate",
  "ContentSource",
  "Keywords",
  "Author",
  "Description",
  "Image",
  "Url",
] as const;
const CANONICAL: ReadonlyMap<string, string> = new Map(STANDARD.map((name) => [name.toLowerCase(), name]));

export interface PageTags {
  /** By canonical name, whatever the page's spelling; of several the first that says something. "" where empty. */
  readonly tags: Readonly<Record<string, string>>;
  /** What the browser's title bar shows; "" without one. Of several the longest. */
  readonly windowTitle: string;
}

/** The tags of a page, wherever they stand in it. */
export function tagsOf(document: AnyNode): PageTags {
  const tags: Record<string, string> = {};
  let windowTitle = "";
  const stack: AnyNode[] = [document];
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (!("children" in node)) continue;
    if (node.type === "tag") {
      const element = node as Element;
      if (element.name === "meta") takeTag(element, tags);
      else if (element.name === "title" && !within(element, "svg")) {
        const text = plain(textOf(element));
        // 龙讯 writes two: the article's and then the site's. The longer says more.
        if (text.length > windowTitle.length) windowTitle = text;
      }
    }
    for (let at = node.children.length - 1; at >= 0; at--) {
      const child = node.children[at];
      if (child && "children" in child) stack.push(child);
    }
  }
  return { tags, windowTitle };
}

function takeTag(element: Element, tags: Record<string, string>): void {
  const name = CANONICAL.get((element.attribs.name ?? element.attribs.property ?? "").trim().toLowerCase());
  if (name === undefined) return;
  const content = foldSpace(element.attribs.content ?? "");
  if (!tags[name]) tags[name] = content;
}

/** A title that came with its markup, as some publishing systems paste it. */
function plain(text: string): string {
  return text.includes("<") ? foldSpace(text.replace(/<[^<>]{0,500}>/g, "")) : text;
}

function within(element: Element, name: string): boolean {
  return element.parent?.type === "tag" && (element.parent as Element).name === name;
}
