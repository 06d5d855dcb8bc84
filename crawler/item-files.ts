import { isGone, isGoneStatus } from "../domain/gone.ts";
import type { ColumnFacts, EarlierColumn, Fact, ItemFacts, ItemFile } from "../domain/snapshot.ts";
import type { ArticleReading } from "./article-page.ts";
import type { GatherContext } from "./gather.ts";
import { inTurn } from "./in-turn.ts";
import { headOf, type Purpose } from "./page-request.ts";
import { hostOf } from "./site.ts";

/** Files of one unit that are asked for in one patrol. What is left is asked for in the next ones. */
const MOST_ASKED = 60;
/** Files of one article; a longer list is a download area. */
const MOST_FILES = 40;

const NOT_ASKED = { known: false, reason: "not-patrolled", page: null } as const;

/** The files that an article's page offers at hosts of the portal. */
export function filesOf(
  { attachments }: Pick<ArticleReading, "attachments">,
  hosts: ReadonlySet<string>,
): ItemFile[] {
  if (!attachments.known) return [];
  return attachments.value
    .filter(({ url }) => /^https?:/i.test(url) && hosts.has(hostOf(url)) && !isPage(url))
    .slice(0, MOST_FILES)
    .map(({ url, name }) => ({ url, name, answer: NOT_ASKED }));
}

/** By its address a page: another article, whatever file its title names. */
function isPage(url: string): boolean {
  return /^[^?#]*(?:\.(?:s?html?|jhtml)|\/)(?:[?#]|$)/i.test(url);
}

/**
 * Asks whether the unit's files are there: those that were gone, those that were never asked, the newest first, and a
 * sample, in turn, of those that were there. Of the others the last answer is taken over.
 */
export async function withFilesChecked(
  facts: readonly ColumnFacts[],
  context: GatherContext,
): Promise<readonly ColumnFacts[]> {
  const urls = fileUrls(facts);
  if (urls.length === 0) return facts;
  const before = lastAnswers(Object.values(context.history.columns));
  const wasGone = (url: string) => isGone(before.get(url));
  const isNew = (url: string) => !before.has(url);
  const there = urls.filter((url) => !isNew(url) && !wasGone(url));
  const asked = [
    ...urls.filter(wasGone),
    ...inTurn(there, context.history.patrols),
    ...urls.filter(isNew),
  ].slice(0, MOST_ASKED);
  const answers = new Map(before);
  const purposeOf = (url: string): Purpose => (isNew(url) ? "check" : wasGone(url) ? "finding" : "sample");
  await Promise.all(asked.map(async (url) => answers.set(url, await answerOf(url, purposeOf(url), context))));
  const answered = (item: ItemFacts): ItemFacts =>
    item.files.length === 0
      ? item
      : {
          ...item,
          files: item.files.map((file) => ({ ...file, answer: answers.get(file.url) ?? NOT_ASKED })),
        };
  return facts.map((one) => {
    const { listing } = one;
    if (!listing.known || listing.value.items.every(({ files }) => files.length === 0)) return one;
    return {
      ...one,
      listing: { ...listing, value: { ...listing.value, items: listing.value.items.map(answered) } },
    };
  });
}

async function answerOf(
  url: string,
  purpose: Purpose,
  { client, signal }: GatherContext,
): Promise<Fact<number>> {
  const { page, ...answer } = await client.get({ ...headOf(url), purpose }, signal);
  const isSaid = page !== null && (answer.ok || isGoneStatus(page.status));
  if (isSaid) return { known: true, value: page.status, page, excerpt: "" };
  return { known: false, reason: answer.ok ? "unreadable" : answer.reason, page };
}

/** Addresses of the unit's files, those of the newest items first. */
function fileUrls(facts: readonly ColumnFacts[]): string[] {
  const items = facts
    .flatMap(({ listing }) => (listing.known ? listing.value.items : []))
    .filter(({ files }) => files.length > 0);
  const dayOf = ({ publishedOn }: ItemFacts) => (publishedOn.known && publishedOn.value) || "";
  const byDay = items.sort((a, b) => (dayOf(a) < dayOf(b) ? 1 : dayOf(a) > dayOf(b) ? -1 : 0));
  return [...new Set(byDay.flatMap(({ files }) => files.map(({ url }) => url)))];
}

/** Known answers of earlier patrols, of several the last. */
function lastAnswers(columns: readonly EarlierColumn[]): Map<string, Fact<number>> {
  const answers = new Map<string, Fact<number> & { readonly known: true }>();
  for (const { listing, further } of columns) {
    for (const { files = [] } of [
      ...(listing?.value.items ?? []),
      ...further,
    ] as readonly Partial<ItemFacts>[]) {
      for (const { url, answer } of files) {
        const other = answers.get(url);
        if (answer.known && (!other || answer.page.fetchedAt > other.page.fetchedAt))
          answers.set(url, answer);
      }
    }
  }
  return answers;
}
