import type { Attachment, Fact, ItemFacts, Page, PrintedDate, Reason } from "../domain/snapshot.ts";
import type { CalendarDate } from "../domain/time.ts";
import { articleThreads } from "./article-threads.ts";
import { type BodyPlaces, NO_PLACES } from "./body-place.ts";
import type { DraftReading } from "./draft.ts";
import { followAndView } from "./follow.ts";
import type { GatherContext } from "./gather.ts";
import { filesOf } from "./item-files.ts";
import { itemTagsOf } from "./item-tags.ts";
import type { ListRow } from "./list-page.ts";
import { got, type Purpose } from "./page-request.ts";
import { addressDayOf } from "./printed-date.ts";
import { factFrom } from "./reading.ts";
import { hostOf } from "./site.ts";

/** A row of a list and the page it stands on. */
export interface ListedItem extends ListRow {
  readonly listPage: Page;
}

/** What an item's own page says. */
export type ItemPage = Pick<
  ItemFacts,
  | "pageDate"
  | "writtenOn"
  | "title"
  | "source"
  | "documentNumber"
  | "indexNumber"
  | "body"
  | "carriers"
  | "tags"
  | "files"
  | "carriedFrom"
>;

/** What an item's own page says, and where it has its body. */
export interface GatheredItem {
  readonly page: ItemPage;
  readonly places: BodyPlaces;
}

/** What is no page of text by its address alone. */
const FILE =
  /\.(?:pdf|docx?|xlsx?|pptx?|wps|et|zip|rar|7z|jpe?g|png|gif|bmp|mp4|mp3|wmv|flv|avi|ofd)(?:[?#]|$)/i;

/** Reads an item's own page. Whatever it does not answer is unknown. */
export async function gatherItem(
  url: string,
  purpose: Purpose,
  { client, hosts, signal, onPage }: GatherContext,
): Promise<GatheredItem> {
  if (!hosts.has(hostOf(url))) {
    await client.leaveOut?.({ ...got(url), purpose }, "not-patrolled");
    return unread("not-patrolled", null);
  }
  if (FILE.test(url)) return unread("not-html", null);
  const answer = await followAndView(client, { url, form: null, purpose }, hosts, signal, (came) =>
    articleThreads.read(came),
  );
  onPage?.();
  if (!answer.ok) return unread(answer.reason, answer.page);
  const article = answer.value;
  const page = {
    ...pageFrom(article, answer.page),
    tags: itemTagsOf(article),
    files: filesOf(article, hosts),
  };
  return { page, places: article.places };
}

function unread(reason: Reason, page: Page | null): GatheredItem {
  return { page: unreadPage(reason, page), places: NO_PLACES };
}

/** What was read of an item's own page, or of a draft, as facts from `page`. Its tags and files are the patrol's to ask. */
export function pageFrom(article: DraftReading, page: Page): ItemPage {
  return {
    pageDate: factFrom(article.publishedOn, page),
    writtenOn: factFrom(article.writtenOn, page),
    title: factFrom(article.title, page),
    source: factFrom(article.source, page),
    documentNumber: factFrom(article.documentNumber, page),
    indexNumber: factFrom(article.indexNumber, page),
    body: factFrom(article.body, page),
    carriers: factFrom<readonly Attachment[]>(article.carriers, page),
    tags: null,
    files: [],
    carriedFrom: null,
  };
}

/** An item's own page that was not read, and why. */
export function unreadPage(reason: Reason, page: Page | null): ItemPage {
  const unread = { known: false, reason, page } as const;
  return {
    pageDate: unread,
    writtenOn: unread,
    title: unread,
    source: unread,
    documentNumber: unread,
    indexNumber: unread,
    body: unread,
    carriers: unread,
    tags: null,
    files: [],
    carriedFrom: null,
  };
}

/** A list's row and the item's own page as one item. */
export function itemFrom({ url, title, date, listPage }: ListedItem, own: ItemPage): ItemFacts {
  const listDate: Fact<PrintedDate | null> = {
    known: true,
    value: date,
    page: listPage,
    excerpt: date?.text ?? "",
  };
  return {
    url,
    listTitle: title,
    publishedOn: publishedOn(listDate, own.pageDate),
    listDate,
    addressDay: addressDayOf(url),
    ...own,
  };
}

/** The list's day where it prints one; else the page's. */
function publishedOn(
  listDate: Fact<PrintedDate | null>,
  pageDate: Fact<PrintedDate | null>,
): Fact<CalendarDate | null> {
  if (listDate.known && listDate.value?.day) return { ...listDate, value: listDate.value.day };
  return pageDate.known ? { ...pageDate, value: pageDate.value?.day ?? null } : pageDate;
}
