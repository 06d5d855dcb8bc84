import { type ItemTags, TAG_NAMES, type TagName } from "../domain/snapshot.ts";
import type { ArticleReading } from "./article-page.ts";
import { printedDateIn } from "./printed-date.ts";
import { squeeze } from "./text-of.ts";

/** Shared by all pages whose tags are in order. */
const IN_ORDER: ItemTags = { missing: [], empty: [], odd: {} };

/** What publishing systems leave where they had nothing to write: a word for nothing, or a variable of the template. */
const NOTHING = new RegExp(
  [
    "null|undefined|none|nil|nan|暂无|无|-+",
    "[$#@]?!?\\{{1,2}[^{}]{0,80}\\}{1,2}",
    "<%.{0,80}%>|<\\$\\[[^\\]]{0,40}\\]>\\w*|</?TRS_.{0,80}>",
    "\\[!--.{0,60}--\\]|\\[[\\w.]{1,40}\\]",
    "\\$!?[a-z_][\\w.]{0,40}\\$?",
  ]
    .map((form) => `^(?:${form})$`)
    .join("|"),
  "i",
);
/** An instant as it is written for machines, in universal time. */
const UNIVERSAL = /(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2})?(?:\.\d{1,9})?)Z/;
const SHANGHAI_AHEAD_MS = 8 * 3_600_000;
const SITE_CODE = /^(?:bm\d{8}|\d{10})$/i;
const LONGEST = 120;

/** How the tags of an article's page are out of order, as far as the page itself tells. */
export function itemTagsOf({
  tags,
  title,
  publishedOn,
}: Pick<ArticleReading, "tags" | "title" | "publishedOn">): ItemTags {
  const missing: TagName[] = [];
  const empty: TagName[] = [];
  const odd: Partial<Record<TagName, string>> = {};
  for (const name of TAG_NAMES) {
    const said = tags[name]?.trim();
    if (said === undefined) missing.push(name);
    else if (said === "" || NOTHING.test(said)) empty.push(name);
    else if (contradicts(name, said)) odd[name] = said.slice(0, LONGEST);
  }
  const isInOrder = missing.length + empty.length + Object.keys(odd).length === 0;
  return isInOrder ? IN_ORDER : { missing, empty, odd };

  function contradicts(name: TagName, said: string): boolean {
    switch (name) {
      case "SiteIDCode":
        return !SITE_CODE.test(said);
      case "ArticleTitle":
        return title.known && title.value !== "" && !isAlike(said, title.value);
      case "PubDate": {
        const day = printedDateIn(inShanghai(said))?.day ?? null;
        return (
          day === null ||
          (publishedOn.known && publishedOn.value?.day != null && publishedOn.value.day !== day)
        );
      }
      default:
        return false;
    }
  }
}

/** One holds the other: a tag may add the site's name, a heading its lines above. */
function isAlike(a: string, b: string): boolean {
  const [one, other] = [a, b].map(bareWords) as [string, string]; // of two, two
  return one.includes(other) || other.includes(one);
}

/** Without punctuation, markup and entities that were escaped twice; wide letters and digits as narrow ones. */
function bareWords(text: string): string {
  const plain = squeeze(text).replace(/&(?:[a-z]{2,8}|#\d{1,6});/gi, "");
  return plain.normalize("NFKC").replace(/[\p{P}\p{S}]/gu, "");
}

/** The time of day is of no matter, but the day is. */
function inShanghai(said: string): string {
  return said.replace(UNIVERSAL, (_, instant: string) => {
    const at = Date.parse(`${instant}Z`);
    return Number.isNaN(at) ? instant : new Date(at + SHANGHAI_AHEAD_MS).toISOString().slice(0, 10);
  });
}
