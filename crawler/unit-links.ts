import type { Element } from "domhandler";
import type { UnitKind } from "../domain/portal.ts";
import { type AnyNode, absolute } from "./dom.ts";
import { isRecordLink } from "./link-kind.ts";
import { pathAbove } from "./menu-zone.ts";
import { type Outline, type PageLink, parentOf, walk } from "./outline.ts";
import type { PageDocument } from "./page-document.ts";
import { columnKey, siteOf } from "./site.ts";
import { foldSpace, textOf } from "./text-of.ts";
import { bodyNamed, nameOfBody } from "./unit-name.ts";

/** A unit that a page of the portal leads to. */
export interface UnitLink {
  readonly name: string;
  readonly url: string;
  readonly kind: UnitKind;
}

/** What a page says of the portal's units. */
export interface UnitLinksReading {
  /** On the page's own site, in page order; a name may stand twice, under different addresses. */
  readonly units: readonly UnitLink[];
  /** Listed as units, but on sites of their own. */
  readonly outside: readonly UnitLink[];
  /** Pages of the site that may list units, those first whose names say so. */
  readonly leads: readonly UnitLead[];
}

export interface UnitLead {
  readonly name: string;
  readonly url: string;
  /** Its name speaks of departments, towns or sites; else it only speaks of disclosure. */
  readonly isSure: boolean;
}

/** Reads which units a portal's page leads to: in lists, menus and drop-down boxes. */
export function readUnitLinks({ unfolded: outline }: PageDocument): UnitLinksReading {
  const url = outline.url ?? "";
  const entries = [...linkEntries(outline), ...optionEntries(outline)];
  const found = unitsAmong(entries, outline);
  const isOwn = (unit: UnitLink) => siteOf(unit.url) === siteOf(url);
  return {
    units: found.filter(isOwn),
    outside: found.filter((unit) => !isOwn(unit)),
    leads: leadsIn(outline),
  };
}

/** Something with a name and an address. */
interface Entry {
  readonly name: string;
  readonly url: string;
  /** The smallest element that holds it and some more of its like. */
  readonly box: Element | null;
  /** Which of the page's links it is; null for an option. */
  readonly index: number | null;
  readonly headings: readonly string[];
}

const FEWEST_OF_A_LIST = 3;
const LONGEST_HEADING = 16;

function linkEntries(outline: Outline): readonly Entry[] {
  const entries: Entry[] = [];
  for (const [index, link] of outline.links.entries()) {
    if (link.url === null || !isRecordLink(link)) continue;
    const name =
      /…$|\.{2,}$/.test(link.text) && link.tooltip !== "" ? link.tooltip : link.text || link.tooltip;
    const box = boxOf(outline, link);
    const headings =
      bodyNamed(name) || isPlace(name)
        ? [...pathAbove(outline, link, name), ...headOf(outline, link, box)]
        : [];
    entries.push({ name, url: link.url, box, index, headings });
  }
  return entries;
}

/** The smallest element around a link that holds some more of them. */
function boxOf(outline: Outline, link: PageLink): Element | null {
  for (let at = parentOf(link.node); at; at = parentOf(at)) {
    const span = outline.spans.get(at);
    if (span && span.linkTo - span.linkFrom >= FEWEST_OF_A_LIST) return at;
  }
  return null;
}

/** What the run of links is called that a link stands in: by the text before it, and by the class of its box. */
function headOf(outline: Outline, link: PageLink, box: Element | null): readonly string[] {
  let at = link.textFrom - 1;
  while (at >= 0 && (outline.texts[at]?.link || !/[\u4e00-\u9fff]/.test(outline.texts[at]?.text ?? ""))) at--;
  const before = outline.texts[at]?.text ?? "";
  const said = before !== "" && before.length <= LONGEST_HEADING ? [before] : [];
  return [...said, ...(box ? markOf(box) : [])];
}

/** A class or id by which a template calls its friend links. */
function markOf(box: Element): readonly string[] {
  for (let at: Element | null = box, up = 0; at && up < 4; at = parentOf(at), up++)
    if (
      /(?:^|[^a-z])(?:friend|flink|yqlj|yqljs?|friendlink|blogroll)/i.test(
        `${at.attribs.class} ${at.attribs.id}`,
      )
    )
      return ["友情链接"];
  return [];
}

const ADDRESS = /^(?:https?:)?\/\/|^\.{0,2}\/|^[\w./-]+(?:\/|\.(?:s?html?|jsp|aspx?|php))(?:\?.*)?$/i;

/** The options of drop-down boxes whose values are addresses. */
function optionEntries(outline: Outline): readonly Entry[] {
  const entries: Entry[] = [];
  for (const select of elementsCalled(outline, "select")) {
    const label = foldSpace(textBefore(select));
    let first = "";
    for (const option of within(select, "option")) {
      const name = textOf(option as AnyNode);
      const value = (option.attribs.value ?? option.attribs["data-url"] ?? "").trim();
      const url = ADDRESS.test(value) ? absolute(value, outline.url) : null;
      const group = option.parent?.type === "tag" ? ((option.parent as Element).attribs.label ?? "") : "";
      if (url === null) first = name;
      else
        entries.push({
          name,
          url,
          box: select,
          index: null,
          headings: [group, first, label, ...markOf(select)].filter(Boolean),
        });
    }
  }
  return entries;
}

function elementsCalled(outline: Outline, name: string): readonly Element[] {
  return within(outline.root, name);
}

function within(root: Parameters<typeof walk>[0], name: string): readonly Element[] {
  const found: Element[] = [];
  walk(
    root,
    (node) => {
      if (node.type === "tag" && (node as Element).name === name) found.push(node as Element);
      return true;
    },
    () => {},
  );
  return found;
}

/** The text that stands right before an element in its parent. */
function textBefore(element: Element): string {
  const siblings = element.parent?.children ?? [];
  const before = siblings.slice(0, siblings.indexOf(element)).findLast((node) => textOf(node) !== "");
  const text = before ? textOf(before) : "";
  return text.length <= LONGEST_HEADING ? text : "";
}

const OF_UNITS =
  /部门|单位|乡镇|镇街|镇乡|街道|镇办|委办局|机构|县区|区县|县市区|站群|网站群|党群|垂管|[市县区]直|公开主体|开发区|园区|^(?:本级|[市县区])?政府$|政府[:：]?$|人大|政协/;
const OF_TOWNS = /乡镇|镇街|镇乡|街道|镇办|乡街/;
/** Higher levels, other places, and what lies within one body. */
const OF_OTHERS =
  /友情|相关链接|常用链接|网站链接|链接$|国务院|部委|中央|国家|各省|各市|各地|省(?:直|内|级|政府|外|市|厅|部门)|地市|市州|兄弟|外地|外省|毗邻|周边|友好|媒体|新闻网|企业|其他网站|教学|院系|科室|内设|下属|二级|直属机构|校内/;

/** So large a share of a list that no heading calls one of units must be called like them. */
const UNITS_SHARE = 0.6;

function unitsAmong(entries: readonly Entry[], { spans }: Outline): readonly UnitLink[] {
  const boxes = new Map<Element | null, Entry[]>();
  for (const entry of entries) boxes.set(entry.box, [...(boxes.get(entry.box) ?? []), entry]);
  const found = new Map<Entry, UnitLink>();
  for (const [node, own] of boxes) {
    const span = node === null ? undefined : spans.get(node);
    const isWithin = ({ index }: Entry) =>
      span && index !== null && index >= span.linkFrom && index < span.linkTo;
    // What stands in smaller boxes within it is of the list, too.
    const box = node !== null && own.every(({ index }) => index !== null) ? entries.filter(isWithin) : own;
    const bodies = box.filter(({ name, url }) => bodyNamed(name) !== null && isHome(url));
    const strong = bodies.filter(({ name }) => bodyNamed(name)?.strong === true);
    const alike =
      strong.length >= 2 && box.length >= FEWEST_OF_A_LIST && bodies.length >= UNITS_SHARE * box.length;
    for (const entry of own) {
      if (!isHome(entry.url) || entry.headings.some((heading) => OF_OTHERS.test(heading))) continue;
      const kind = kindIn(entry, alike, strong.length > 0);
      if (kind !== null) found.set(entry, { name: nameOfBody(entry.name), url: entry.url, kind });
    }
  }
  // In page order, whatever the boxes.
  return entries.flatMap((entry) => found.get(entry) ?? []);
}

function kindIn({ name, headings }: Entry, isAmongUnits: boolean, besideStrong: boolean): UnitKind | null {
  const body = bodyNamed(name);
  const isHeaded = headings.some((heading) => OF_UNITS.test(heading));
  const isOfTowns = headings.some((heading) => OF_TOWNS.test(heading));
  if (body?.strong && (isHeaded || isAmongUnits)) return body.kind;
  if (body && (isAmongUnits || (isHeaded && besideStrong))) return isOfTowns ? "town" : body.kind;
  // Lists of towns may do without 镇: 柳溪 白石 杏林.
  return isOfTowns && !body && isPlace(name) && besideStrong ? "town" : null;
}

function isPlace(name: string): boolean {
  return /^[\u4e00-\u9fff]{2,3}$/.test(nameOfBody(name));
}

const FORWARDS =
  /(?:leave|redirect|jump|tiaozhuan|go(?:to)?|out|link)\.\w+\?|[?&][^=]*=(?:https?:|https?%3a|\/\/)/i;
const ARTICLE =
  /\/t\d{8}_\d+\.|\/art_\d+_\d+|\/(?:content|info|contents|article|detail)\/.*\d|\/post_\d+|\/(?:19|20)\d{2}[-/]?\d{2}(?:[-/]?\d{2})?\/|[\da-f]{8}-?[\da-f]{4}-?[\da-f]{4}|\.(?:pdf|docx?|xlsx?|jpe?g|png|gif|zip|rar)(?:$|\?)/i;

/** Whether an address may be a unit's home: no article about it, no page that leads away. */
function isHome(url: string): boolean {
  const path = url.replace(/^https?:\/\/[^/]*/i, "");
  return !FORWARDS.test(path) && !ARTICLE.test(path);
}

const LONGEST_LEAD = 16;
const SURE =
  /部门|乡镇|镇街|街道|镇办|委办局|公开主体|各单位|单位(?:公开|信息公开|导航|网站)|站群|网站群|网站导航|网站地图|站点地图|政府机构|组织机构/;
const DISCLOSURE = /政务公开|信息公开|公开(?:目录|平台|专栏|网站)|机构(?:设置|职能|概况|信息)/;
/** Of one body: its budget, its notices. */
const ONES_OWN = /预算|决算|动态|文件|公告|通知|职能|概况|简介|会商|服务|办事|解读|联动|新闻|统计/;

function leadsIn(outline: Outline): readonly UnitLead[] {
  const leads = new Map<string, UnitLead>();
  for (const link of outline.links) {
    const name = foldSpace(link.text || link.tooltip);
    if (link.url === null || name.length > LONGEST_LEAD || bodyNamed(name) || !isHome(link.url)) continue;
    if (outline.url === null || siteOf(link.url) !== siteOf(outline.url)) continue;
    const isSure = SURE.test(name) && !ONES_OWN.test(name);
    if (!isSure && !DISCLOSURE.test(name)) continue;
    const key = columnKey(link.url);
    if (!leads.has(key) || isSure) leads.set(key, { name, url: link.url, isSure });
  }
  return [...leads.values()].sort((a, b) => Number(b.isSure) - Number(a.isSure));
}
