import type { UnitKind } from "../domain/portal.ts";
import type { Reason } from "../domain/snapshot.ts";
import { menuPage, type Unread } from "./explore-unit.ts";
import { type Followed, followToPage } from "./follow.ts";
import type { NavigationContext } from "./gather-navigation.ts";
import { readNavigation } from "./navigation.ts";
import type { PageDocument } from "./page-document.ts";
import { columnKey, folderOf, hostOf, siteOf } from "./site.ts";
import { type SiteName, siteNameOf } from "./site-name.ts";
import { readUnitLinks, type UnitLead, type UnitLink } from "./unit-links.ts";

/** A unit of a portal, by all the pages that list it. */
export interface PortalUnit {
  readonly name: string;
  readonly kind: UnitKind;
  readonly url: string;
  /** Further addresses under which it is listed: its directory of disclosure beside its site. */
  readonly also: readonly string[];
  /** Other bodies that are listed under the same address. */
  readonly alsoNamed: readonly string[];
}

/** What a portal's own pages tell of it. */
export interface ExploredPortal {
  /** Where its address led in the end. */
  readonly url: string;
  readonly site: SiteName;
  /** Empty: the site is one unit's own, or lists none. */
  readonly units: readonly PortalUnit[];
  /** Units that live on sites of their own, which a portal file of this site does not reach. */
  readonly outside: readonly UnitLink[];
  /** Pages that may list units and that could not be read. */
  readonly unread: readonly Unread[];
  /** Keys of the pages that list units: they are no columns. */
  readonly lists: ReadonlySet<string>;
  /** Keys of all that its home page leads to. */
  readonly homeLinks: ReadonlySet<string>;
}

/** Pages that may list units: asked of the home page's links, and of those of their links that surely do. */
const MOST_LEADS = 16;

/**
 * Finds the units of a portal: on its home page, and one or two clicks away where lists of departments, towns
 * or sites are. Does not look at the units themselves.
 */
export async function explorePortal(
  url: string,
  context: NavigationContext,
): Promise<ExploredPortal | { readonly reason: Reason }> {
  const home = await readPage(url, context);
  if (!home.ok) return { reason: home.reason };
  const at = home.page.url;
  const site = siteNameOf(home.document);
  const homeLinks = linksOf(home.document);
  const lists = new Set<string>();
  const plain = { url: at, site, lists, homeLinks };
  // A bureau's page lists its neighbours, too.
  if (site.kind !== null && !site.isPortal) return { ...plain, units: [], outside: [], unread: [] };

  const first = readUnitLinks(home.document);
  const [links, outside, unread]: [UnitLink[], UnitLink[], Unread[]] = [
    [...first.units],
    [...first.outside],
    [],
  ];
  const asked = new Set([columnKey(at)]);
  let leads = fresh(first.leads, asked, links);
  for (let click = 1; click <= 2; click++) {
    const pages = await Promise.all(leads.map(({ url: lead }) => readPage(lead, context)));
    const further: UnitLead[] = [];
    for (const [n, page] of pages.entries()) {
      const lead = leads[n];
      if (!page.ok) {
        if (lead?.isSure) unread.push({ url: lead.url, reason: page.reason });
        continue;
      }
      const reading = readUnitLinks(page.document);
      if (lead && reading.units.length >= FEWEST_UNITS) lists.add(columnKey(lead.url));
      // A list that only a script fills.
      if (lead?.isSure && reading.units.length === 0 && readNavigation(page.document).needsScript)
        unread.push({ url: lead.url, reason: "needs-browser" });
      links.push(...reading.units);
      outside.push(...reading.outside);
      further.push(...reading.leads.filter(({ isSure }) => isSure));
    }
    leads = fresh(further, asked, links);
  }
  const place = placeOf(site.body);
  const units = merged(
    links.filter((link) => columnKey(link.url) !== columnKey(at)),
    place,
  );
  const isAPlaces = site.isPortal || units.length >= FEWEST_UNITS;
  if (!isAPlaces) return { ...plain, units: [], outside: [], unread };
  return {
    ...plain,
    units,
    outside: merged(outside, place).filter((one) => !isAmong(one, units, place)),
    unread,
  };
}

/** A site that does not say whose it is, is a portal from so many units on. */
const FEWEST_UNITS = 3;

/** A page that may list units: as it came, or as a browser shows it where a script draws its menus. */
async function readPage(
  url: string,
  { client, hosts, signal, rendering }: NavigationContext,
): Promise<Followed> {
  const arrived = await followToPage(client, menuPage(url), hosts, signal);
  if (!arrived.ok || !rendering || !readNavigation(arrived.document).needsScript) return arrived;
  const shown = await rendering.renderer.render(arrived, signal);
  return shown.ok ? { ...arrived, document: shown.document } : arrived;
}

/** Every address that a page leads to, as keys. */
export function linksOf({ unfolded }: PageDocument): ReadonlySet<string> {
  return new Set(unfolded.links.flatMap((link) => (link.url === null ? [] : [columnKey(link.url)])));
}

/** Leads that were not asked for, and that are no unit's own pages. */
function fresh(
  leads: readonly UnitLead[],
  asked: Set<string>,
  units: readonly UnitLink[],
): readonly UnitLead[] {
  const chosen: UnitLead[] = [];
  for (const lead of leads) {
    const key = columnKey(lead.url);
    const isOnes = units.some(
      (unit) => folderOf(unit.url).split("/").length > 4 && lead.url.startsWith(folderOf(unit.url)),
    );
    if (asked.has(key) || isOnes || chosen.length >= MOST_LEADS) continue;
    asked.add(key);
    chosen.push(lead);
  }
  return chosen;
}

/** Each unit once: under one address, or by one name under several. */
function merged(links: readonly UnitLink[], place: string | null): readonly PortalUnit[] {
  const isSame = (one: string, other: string) => isSameName(one, other, place);
  const byAddress = new Map<string, UnitLink[]>();
  for (const link of links) {
    const key = columnKey(link.url);
    byAddress.set(key, [...(byAddress.get(key) ?? []), link]);
  }
  const units: { name: string; kind: UnitKind; addresses: string[]; alsoNamed: string[] }[] = [];
  for (const [first, ...others] of byAddress.values()) {
    if (!first) continue;
    const names = others.map(({ name }) => name);
    const name = names
      .filter((other) => isSame(other, first.name))
      .reduce((a, b) => (b.length > a.length ? b : a), first.name);
    const known = units.find((unit) => isSame(unit.name, name));
    if (known) known.addresses.push(first.url);
    else {
      const alsoNamed = [...new Set(names.filter((other) => !isSame(other, first.name)))];
      units.push({ name, kind: first.kind, addresses: [first.url], alsoNamed });
    }
  }
  return units.flatMap(({ name, kind, addresses, alsoNamed }) => {
    const [url, ...also] = addresses.sort((a, b) => homeliness(b) - homeliness(a));
    return url === undefined ? [] : { name, kind, url, also, alsoNamed };
  });
}

function isAmong(unit: PortalUnit, units: readonly PortalUnit[], place: string | null): boolean {
  return units.some(({ name }) => isSameName(name, unit.name, place));
}

/** 青澜市 of 青澜市人民政府. */
function placeOf(body: string | null): string | null {
  return /^(.{1,12}[省市县区旗州盟])(?:人民)?政府/.exec(body ?? "")?.[1] ?? null;
}

/**
 * 民政局, 市民政局 and 青澜市民政局 are one unit of 青澜市's portal, 荆山区民政局 is another; 柳溪镇 and
 * 柳溪镇人民政府 are one.
 */
function isSameName(one: string, other: string, place: string | null): boolean {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  if (short === long) return true;
  if (long.startsWith(short))
    return /^(?:人民政府|政府|办事处|街道办事处|街道)$/.test(long.slice(short.length));
  if (short.length < 3 || !long.endsWith(short)) return false;
  const before = long.slice(0, -short.length);
  return place === null ? /^.{0,12}[市县区旗州盟]$/.test(before) : place.endsWith(before);
}

/** How much an address looks like the home of a site: its own host, few folders, no query. */
function homeliness(url: string): number {
  const { pathname, search } = new URL(url);
  const depth = pathname.split("/").filter((part) => part !== "" && !/^index\./i.test(part)).length;
  const isDirectory = /xxgk|zwgk|gkml|zfxxgk|public|openness/i.test(pathname);
  return -depth - (search === "" ? 0 : 2) - (isDirectory ? 2 : 0);
}

/** A short name for each unit that tells them apart, from their addresses: `mzj` of `/mzj/` or `mzj.example.gov.cn`. */
export function idsOf(addresses: readonly string[]): readonly string[] {
  const candidates = addresses.map(candidatesOf);
  const counts = new Map<string, number>();
  for (const all of candidates)
    for (const part of new Set(all)) counts.set(part, (counts.get(part) ?? 0) + 1);
  const taken = new Set<string>();
  return candidates.map((all, at) => {
    const own = all.find((part) => counts.get(part) === 1 && !taken.has(part));
    let id =
      own ?? all.find((part) => !taken.has(part)) ?? (addresses.length === 1 ? "main" : `unit-${at + 1}`);
    while (taken.has(id)) id = `${id}-2`;
    taken.add(id);
    return id;
  });
}

const GENERIC =
  /^(?:index|default|main|home|www\d?|xxgk|zwgk|gkml|zfxxgk|zfxxgkzl|bmxxgk|bm|bmxx|bmwz|zfbm|jg|site|web|col|column|channel|channels|public|list|sy|gov|portal|node|\d{1,3})$/i;

/** Parts of an address that may name its unit, the likeliest first. */
function candidatesOf(url: string): readonly string[] {
  const { hostname, pathname, searchParams } = new URL(url);
  const folders = pathname
    .split("/")
    .map((part) => decode(part).replace(/\.\w+$/, ""))
    .filter((part) => part !== "")
    .reverse();
  const query = [...searchParams.values()].reverse();
  const isName = /^[\d.]+$|^localhost$/.test(hostname) || hostname.includes("[") ? [] : hostname.split(".");
  const [label] = isName.length > siteOf(url).split(".").length ? isName : [];
  return [...query, ...folders, ...(label ? [label] : [])]
    .map((part) =>
      part
        .replace(/[^\p{L}\p{N}._-]/gu, "")
        .replace(/^[._-]+/, "")
        .slice(0, 40),
    )
    .filter((part) => part !== "" && !GENERIC.test(part));
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return "";
  }
}

/** Hosts of one registered site: a portal's sub-domains are its units', and nothing else is asked. */
export class HostsOfSite extends Set<string> {
  readonly #site: string;

  constructor(url: string) {
    super([hostOf(url)]);
    this.#site = siteOf(url);
  }

  override has(host: string): boolean {
    return siteOf(`http://${host}/`) === this.#site;
  }
}
