import { isGone, isGoneStatus } from "../domain/gone.ts";
import { hostOf } from "../domain/host.ts";
import type { ColumnFacts, Fact, Page, UnitLink, UnitLinks } from "../domain/snapshot.ts";
import { absolute } from "./dom.ts";
import type { Followed } from "./follow.ts";
import type { GatherContext } from "./gather.ts";
import { inTurn } from "./in-turn.ts";
import type { ArrivedPage } from "./page-furniture.ts";
import { linksOn, type SeenLink } from "./page-links.ts";
import { headAgainOf, headOf, type Purpose } from "./page-request.ts";
import { columnKey } from "./site.ts";

/** Links of one unit that are asked for in one patrol; what is left is asked for in the next ones. */
const MOST_OWN = 40;
/** Of those that stand on most of its pages: units that share a template ask for the same ones. */
const MOST_FRAME = 20;
/** So many pages must have been looked through before what stands on most of them is the frame's. */
const LEAST_PAGES = 3;
const MOST_HOPS = 4;

const NOT_ASKED = { known: false, reason: "not-patrolled", page: null } as const;

/** A link as it stands on the unit's pages. */
interface Standing extends SeenLink {
  readonly column: string | null;
  pages: number;
}

/** Where the links of a unit's home page and of its columns' own pages come together, to be asked for once. */
export class LinkDesk {
  readonly #home: string;
  readonly #hosts: ReadonlySet<string>;
  /** Column's address → links on its page; null: those of the unit's home page. */
  readonly #seen = new Map<string | null, readonly SeenLink[]>();
  /** What was asked for as a page of the unit, by `columnKey`, and what came. */
  readonly #asked = new Map<string, Followed>();

  constructor(home: string, hosts: ReadonlySet<string>) {
    this.#home = columnKey(home);
    this.#hosts = hosts;
  }

  /** A page has come: the unit's home page (null), or the own page of a column. */
  look(column: string | null, { document }: ArrivedPage): void {
    this.#seen.set(column, linksOn(document, this.#hosts));
  }

  /** A page was asked for as one of the unit's menus or columns. */
  pageAsked(url: string, answer: Followed): void {
    this.#asked.set(columnKey(url), answer);
  }

  /**
   * Asks whether the links are there that are no pages which this patrol reads: those that were gone, a sample, in turn,
   * of those that were there, and those that were never asked. Of the others the last answer is taken over.
   */
  async check(facts: readonly ColumnFacts[], context: GatherContext): Promise<UnitLinks> {
    const shared = new Set(context.shared.map(({ url }) => url));
    const columns = facts
      .map(({ column }) => column.url)
      .filter((url) => this.#seen.has(url) && !shared.has(url));
    const pages = columns.length + (this.#seen.has(null) ? 1 : 0);
    const before = new Map<string, Fact<number>>(Object.entries(context.history.links ?? {}));
    const items = itemAnswers(facts);
    const gone: UnitLink[] = [];
    const rest: Standing[] = [];
    for (const link of this.#standing(facts, columns)) {
      const page = this.#asked.get(columnKey(link.url));
      const item = items.get(link.url);
      const answer = page ? goneAt(link.url, page) : (item?.gone ?? null);
      if (answer) gone.push({ ...link, answer, again: NOT_ASKED });
      else if (!page && (!item || item.mayBeAsked)) rest.push(link);
      if (item?.wasGone) before.set(link.url, item.wasGone);
    }
    const isFrame = ({ pages: on }: Standing) => on >= LEAST_PAGES && on * 2 > pages;
    const own = rest.filter((link) => !isFrame(link)).sort((a, b) => a.pages - b.pages);
    const answers = await askedOf(
      [
        ...inOrder(own, before, MOST_OWN, context),
        ...inOrder(rest.filter(isFrame).sort(byUrl), before, MOST_FRAME, context),
      ],
      before,
      context,
    );
    const known = rest.flatMap((link): UnitLink[] => {
      const last = before.get(link.url);
      const answer = answers.get(link.url) ?? (isGone(last) ? undefined : last);
      return answer ? [{ ...link, answer, again: NOT_ASKED }] : [];
    });
    const asked = [...gone, ...known].sort(byUrl);
    const isLeft = new Set(asked.map(({ url }) => url));
    const unasked = rest.filter(({ url }) => !isLeft.has(url)).map(({ column }) => column);
    return askLinksAgain({ pages, asked, unasked: [...new Set(unasked)] }, context);
  }

  /**
   * Every link once, in the order of the pages, the home page before the columns; then items of further pages of the
   * lists. What a person has listed as a column is told as such where it is gone.
   */
  #standing(facts: readonly ColumnFacts[], columns: readonly string[]): Standing[] {
    const listed = new Set(
      facts.flatMap(({ column: { origin, url } }) => (origin === "listed" ? [columnKey(url)] : [])),
    );
    const standing = new Map<string, Standing>();
    for (const column of [null, ...columns]) {
      for (const link of this.#seen.get(column) ?? []) {
        const key = columnKey(link.url);
        if (key === this.#home || listed.has(key)) continue;
        const known = standing.get(link.url);
        if (known) known.pages += 1;
        else standing.set(link.url, { ...link, column, pages: 1 });
      }
    }
    for (const { column, listing } of facts) {
      if (!columns.includes(column.url) || !listing.known) continue;
      for (const { url, listTitle, title, carriedFrom } of listing.value.items) {
        if (standing.has(url) || carriedFrom !== null || !isGoneStatus(title.page?.status)) continue;
        standing.set(url, { url, name: listTitle, column: column.url, pages: 1 });
      }
    }
    return [...standing.values()];
  }
}

/** Asks once more, where the client is of the second pass, for what was gone. The same answers give the same links. */
export async function askLinksAgain(
  links: UnitLinks,
  { client, signal }: Pick<GatherContext, "client" | "signal">,
): Promise<UnitLinks> {
  const asked = await Promise.all(
    links.asked.map(async (link): Promise<UnitLink> => {
      if (!isGone(link.answer)) return link;
      const { page, ...answer } = await client.get({ ...headAgainOf(link.url), purpose: "check" }, signal);
      if (page === null || (!answer.ok && !isGoneStatus(page.status)))
        return {
          ...link,
          again: { known: false, reason: answer.ok ? "unreadable" : answer.reason, page },
        };
      return { ...link, again: { known: true, value: page.status, page, excerpt: "" } };
    }),
  );
  return { ...links, asked };
}

/** Whether some of them are to be asked once more before they are held against anybody. */
export function awaitsSecondAnswer({ asked }: UnitLinks): boolean {
  return asked.some(({ answer, again }) => isGone(answer) && !again.known);
}

/** Of a unit's links those that this patrol asks for: what was gone, what is sampled, what is new. */
function inOrder(
  links: readonly Standing[],
  before: ReadonlyMap<string, Fact<number>>,
  most: number,
  { history }: GatherContext,
): string[] {
  const urls = links.map(({ url }) => url);
  const there = urls.filter((url) => before.has(url) && !isGone(before.get(url)));
  return [
    ...urls.filter((url) => isGone(before.get(url))),
    ...inTurn(there, history.patrols),
    ...urls.filter((url) => !before.has(url)),
  ].slice(0, most);
}

async function askedOf(
  urls: readonly string[],
  before: ReadonlyMap<string, Fact<number>>,
  context: GatherContext,
): Promise<ReadonlyMap<string, Fact<number>>> {
  const purposeOf = (url: string): Purpose =>
    !before.has(url) ? "check" : isGone(before.get(url)) ? "finding" : "sample";
  const answers = urls.map(async (url) => [url, await statusOf(url, purposeOf(url), context)] as const);
  return new Map(await Promise.all(answers));
}

/**
 * What an address answers, wherever it sends on to. That it sends on to the front door, to a page for what is not
 * found, or to one that is gone, tells nothing.
 */
async function statusOf(
  url: string,
  purpose: Purpose,
  { client, hosts, home, signal }: GatherContext,
): Promise<Fact<number>> {
  let at = url;
  for (let hop = 0; hop < MOST_HOPS; hop += 1) {
    const { page, ...answer } = await client.get({ ...headOf(at), purpose }, signal);
    if (page === null) return { known: false, reason: answer.ok ? "unreadable" : answer.reason, page };
    if (!answer.ok) {
      if (hop === 0 && isGoneStatus(page.status))
        return { known: true, value: page.status, page, excerpt: "" };
      return { known: false, reason: answer.reason, page };
    }
    if (answer.location === null) return { known: true, value: page.status, page, excerpt: "" };
    const next = absolute(answer.location, at);
    if (next === null || next === at) return { known: false, reason: "unreadable", page };
    if (!hosts.has(hostOf(next))) return { known: false, reason: "not-patrolled", page };
    const key = columnKey(next);
    const isElsewhere = key !== columnKey(at);
    const isFrontDoor = new URL(next).pathname === "/" || (home !== undefined && key === columnKey(home));
    if (isElsewhere && (isFrontDoor || NOT_FOUND.test(next)))
      return { known: false, reason: "soft-404", page };
    at = next;
  }
  return { known: false, reason: "unreadable", page: null };
}

const NOT_FOUND = /\/[^/?#]{0,40}(?:40[34]|error|not_?-?found)[^/]{0,40}$/i;

/** What is known of an item of the unit's lists by its own page. */
interface ItemAnswer {
  /** Its address says in this patrol that it is gone. */
  readonly gone: Fact<number> | null;
  /** It said so in an earlier one. */
  readonly wasGone: Fact<number> | null;
  /** It was gone, and this patrol did not ask for its page. What lies before the horizon is not asked for. */
  readonly mayBeAsked: boolean;
}

function itemAnswers(facts: readonly ColumnFacts[]): ReadonlyMap<string, ItemAnswer> {
  const answers = new Map<string, ItemAnswer>();
  for (const { listing } of facts) {
    for (const { url, title, carriedFrom } of listing.known ? listing.value.items : []) {
      const said = title.known || title.page === null || title.page.url !== url ? null : asFact(title.page);
      const dead = said && isGone(said) ? said : null;
      const isNow = carriedFrom === null;
      answers.set(url, {
        gone: isNow ? dead : null,
        wasGone: isNow ? null : dead,
        mayBeAsked: !isNow && dead !== null,
      });
    }
  }
  return answers;
}

/** Of an address that sends on to what is gone it is not said. */
function goneAt(url: string, { ok, page }: Followed): Fact<number> | null {
  return !ok && page !== null && isGoneStatus(page.status) && columnKey(page.url) === columnKey(url)
    ? asFact(page)
    : null;
}

function asFact(page: Page): Fact<number> {
  return { known: true, value: page.status, page, excerpt: "" };
}

function byUrl(a: { readonly url: string }, b: { readonly url: string }): number {
  return a.url < b.url ? -1 : a.url > b.url ? 1 : 0;
}
