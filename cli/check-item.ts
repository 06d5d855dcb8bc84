import { audit } from "../audit/audit.ts";
import { ORDINARY_PORTAL_FACTS } from "../audit/portal-facts.ts";
import { readArticle } from "../crawler/article-page.ts";
import { readDraft } from "../crawler/draft.ts";
import { itemFrom, pageFrom, unreadPage } from "../crawler/gather-item.ts";
import { PageDocument } from "../crawler/page-document.ts";
import { unfitness } from "../crawler/page-limits.ts";
import { sha256Of } from "../crawler/warc-record.ts";
import type { Catalogue, Category } from "../domain/catalogue.ts";
import type { Outcome } from "../domain/outcome.ts";
import {
  type Fact,
  type ItemFacts,
  NO_HISTORY,
  NO_LINKS,
  type Page,
  PLAIN_COLUMN,
  type UnitSnapshot,
} from "../domain/snapshot.ts";
import { dayOf, type Instant } from "../domain/time.ts";
import { rules } from "../rules/index.ts";
import type { Checked } from "./checked.ts";

const TIMEZONE = "Asia/Shanghai";

/** What every rule on single items says of it. */
export function outcomesOf(
  checked: Checked,
  catalogue: Catalogue,
  category: Category,
  asOf: Instant,
): readonly Outcome[] {
  const item = itemOf(checked, asOf);
  // A stretch of text that somebody looks at by itself: of its title nothing can be said.
  const isStretch = checked.kind === "text" && item.title.known && item.title.value === "";
  const asked = isStretch
    ? { ...category, requires: category.requires.filter((element) => element !== "title") }
    : category;
  const outcomes = audit(
    {
      snapshot: unitWith(item, asked),
      portal: ORDINARY_PORTAL_FACTS,
      filing: null,
      history: NO_HISTORY,
      catalogue: { ...catalogue, categories: [asked] } satisfies Catalogue,
      catalogueAdopted: true,
      today: dayOf(asOf, TIMEZONE),
    },
    rules.filter(({ target }) => target === "item"),
  );
  return outcomes.map((outcome) =>
    isStretch && outcome.rule === "damaged-title"
      ? { ...outcome, verdict: { outcome: "cantTell", reason: "unreadable", page: null } }
      : outcome,
  );
}

/** What every item needs, wherever it is filed. */
export const ANY: Category = {
  code: "",
  name: "各",
  group: null,
  aliases: [],
  keywords: [],
  for: ["department"],
  content: "notice",
  updateWithin: null,
  ifEmpty: "allowed",
  since: null,
  requires: ["title", "body"],
  basis: null,
  provenance: { duty: "source", period: "source" },
};

function itemOf(checked: Checked, asOf: Instant): ItemFacts {
  const { url } = checked;
  const text =
    checked.kind === "page" ? checked.html : checked.kind === "text" ? checked.lines.join("\n") : "";
  const status = checked.kind === "unread" ? 0 : 200;
  const source: Page = { url, fetchedAt: asOf, status, sha256: sha256Of(text) };
  const own = ownFacts(checked, source);
  const today = dayOf(asOf, TIMEZONE);
  const title = own.title.known ? own.title.value : "";
  // A draft stands in no list yet.
  const item = itemFrom({ url, title, date: null, listPage: source }, own);
  return {
    ...item,
    publishedOn:
      item.publishedOn.known && item.publishedOn.value ? item.publishedOn : knownDay(source, today),
  };
}

function ownFacts(checked: Checked, source: Page) {
  switch (checked.kind) {
    case "unread":
      return unreadPage(checked.reason, null);
    case "text":
      return pageFrom(readDraft(checked.lines, checked.pictures), source);
    case "page":
      // Whoever writes a page may leave out its end; but what is too large for the patrol is so here.
      return unfitness(checked.html) === "too-large"
        ? unreadPage("too-large", source)
        : pageFrom(readArticle(new PageDocument(checked.html, checked.base)), source);
  }
}

function knownDay(page: Page, day: ReturnType<typeof dayOf>): Fact<ReturnType<typeof dayOf>> {
  return { known: true, value: day, page, excerpt: "" };
}

function unitWith(item: ItemFacts, category: Category): UnitSnapshot {
  const page = item.listDate.page;
  if (!page) throw new Error("a checked item has its own page");
  const column = {
    name: category.name,
    url: item.url,
    category: category.code,
    origin: "listed",
    path: [],
  } as const;
  return {
    unit: {
      id: "check",
      name: "",
      kind: "department",
      url: item.url,
      inspector: null,
      contact: null,
      columnsReviewedOn: null,
      columns: [column],
      exempt: [],
      declared: [],
    },
    navigation: { known: true, value: [column], page, excerpt: "" },
    vanished: [],
    links: NO_LINKS,
    columns: [
      {
        column,
        listing: {
          known: true,
          value: {
            items: [item],
            readFrom: "start",
            readNowFrom: "start",
            fullReadAgo: 0,
            emptyNotice: null,
            bearsName: false,
          },
          page,
          excerpt: "",
        },
        text: { known: false, reason: "not-patrolled", page: null },
        ...PLAIN_COLUMN,
      },
    ],
  };
}
