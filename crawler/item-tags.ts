import { type ItemTags, TAG_NAMES, type TagName } from "../domain/snapshot.ts";
import type { ArticleReading } from "./article-page.ts";
import { printedDateIn } from "./printed-date.ts";
import { squeeze } from "./text-of.ts";

/** Shared by all pages whose tags are in order. */
const IN_ORDER: ItemTags = { missing: [], empty: [], odd: {} };

/** What publishing systems leave where they had nothing to write. */
const NOTHING =
  /^(?:null|undefined|none|nil|暂无|无|-+|[$#@]?!?\{[^{}]{0,80}\}|<%.{0,80}%>|\[[\w.]{1,40}\])$/i;
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
        const day = printedDateIn(said)?.day ?? null;
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
  const [one, other] = [a, b].map((text) => squeeze(text).replace(/[\p{P}\p{S}]/gu, "")) as [string, string]; // of two, two
  return one.includes(other) || other.includes(one);
}
