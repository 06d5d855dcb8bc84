import { Document, type Node, Pair, Scalar, YAMLMap, YAMLSeq } from "yaml";
import type { Catalogue } from "../domain/catalogue.ts";
import type { Reason } from "../domain/snapshot.ts";
import type { CalendarDate } from "../domain/time.ts";
import type { ProposedColumn } from "./discover-match.ts";
import type { Proposal, ProposedShared, ProposedUnit } from "./proposed.ts";

/** What the written file says besides the proposal. */
export interface FileSettings {
  readonly catalogue: Catalogue;
  /** How the file names its catalogue: a built-in id, or a path. */
  readonly catalogueRef: string;
  readonly requestsPerSecond: number;
  readonly allowPrivateHosts: boolean;
  readonly on: CalendarDate;
  /** A reason in words for a person. */
  readonly sayReason: (reason: Reason) => string;
}

/** The pace of a portal file that names none. */
const DEFAULT_PACE = 2;

/**
 * A proposal as the text of a portal file that loads as it stands. Each match bears its confidence in a comment,
 * each open column what comes nearest; the head says what to check and what could not be read.
 */
export function proposedFile(proposal: Proposal, settings: FileSettings): string {
  const document = new Document({});
  const root = new YAMLMap();
  document.contents = root as typeof document.contents;
  const crawl = crawlOf(settings);
  set(root, "schema", "xuncha/portal@1");
  set(root, "name", proposal.name);
  set(root, "url", proposal.url);
  set(root, "catalogue", settings.catalogueRef);
  set(root, "timezone", "Asia/Shanghai");
  if (crawl.items.length > 0) root.add(new Pair(key("crawl"), crawl));
  if (proposal.shared.length > 0) {
    const shared = seq(proposal.shared.map((one) => sharedNode(one, settings.catalogue)));
    const pair = new Pair(key("sharedColumns"), shared);
    pair.key.commentBefore =
      " 多个单位合用的页面：by 说明凭什么认出属于哪个单位（path 网址、title 标题、source 来源），请核对";
    root.add(pair);
  }
  root.add(new Pair(key("units"), seq(proposal.units.map((unit) => unitNode(unit, settings)))));
  document.commentBefore = headOf(proposal, settings).map(commentLine).join("\n");
  return document.toString({ lineWidth: 0 });
}

function headOf(proposal: Proposal, { on, sayReason, catalogue }: FileSettings): readonly string[] {
  const { units, unread, outside, central, isCut } = proposal;
  const columns = units.flatMap((unit) => unit.columns);
  const matched = columns.filter(({ category }) => category !== null).length;
  return [
    `本文件由 xuncha discover 于 ${on} 根据网站上的导航提出，只是建议，须由人核对后使用。`,
    `共 ${units.length} 个单位，${columns.length} 个栏目，其中 ${matched} 个已对应《${catalogue.name}》的类别，${columns.length - matched} 个待定。`,
    "请逐项核对：",
    "1. 单位有没有遗漏或多余；名称、kind（department 部门、town 镇、subdistrict 街道、government 政府）和网址对不对。",
    "2. 每个栏目右侧注释是对应的类别和把握（0.80 至 1.00）；对应错了，改 category 的编码。",
    "3. category: null 是没有把握的，注释列出最接近的类别；确定后填上编码，确实不属于目录的留 null。",
    "4. 网站上有而这里没有的栏目，照样补上一行。",
    "5. 一个单位的栏目全部由人核对无误后，把它的 columnsProposedOn 换成 columnsReviewedOn: 核对日期；在此之前，所列栏目只当作程序自己找到的。",
    ...(isCut ? ["", "已达到页数上限（--max-pages），其余页面没有读，单位和栏目可能不全。"] : []),
    ...(unread.length > 0
      ? [
          "",
          "下列页面没有读到或没有读全，它们后面的单位或栏目可能不在本文件中：",
          ...unread.map(({ url, reason }) => `- ${url}（${sayReason(reason)}）`),
        ]
      : []),
    ...(outside.length > 0
      ? [
          "",
          "下列单位的网站不在本门户的域名下，没有列入；需要巡查的，请自行添加：",
          ...outside.slice(0, MOST_LINES).map(({ name, url }) => `- ${name} ${url}`),
        ]
      : []),
    ...(central.length > 0
      ? [
          "",
          "门户自己的下列栏目不属于以上任何单位，没有列入：",
          ...central.slice(0, MOST_LINES).map(({ name, url }) => `- ${name} ${url}`),
        ]
      : []),
  ];
}

/** Of what a person may want to know, but need not check. */
const MOST_LINES = 60;

function crawlOf({ requestsPerSecond, allowPrivateHosts }: FileSettings): YAMLMap {
  const crawl = new YAMLMap();
  crawl.flow = true;
  if (requestsPerSecond !== DEFAULT_PACE) set(crawl, "requestsPerSecond", requestsPerSecond);
  if (allowPrivateHosts) set(crawl, "allowPrivateHosts", true);
  return crawl;
}

function unitNode(unit: ProposedUnit, settings: FileSettings): YAMLMap {
  const node = new YAMLMap();
  set(node, "id", unit.id);
  set(node, "name", unit.name);
  set(node, "kind", unit.kind);
  set(node, "url", unit.url);
  if (unit.columns.length > 0) {
    set(node, "columnsProposedOn", settings.on);
    node.add(new Pair(key("columns"), seq(unit.columns.map((column) => columnNode(column, settings)))));
  }
  const notes = [
    ...unit.unread.map(
      ({ url, reason }) => `没有读到：${url}（${settings.sayReason(reason)}），栏目可能有遗漏`,
    ),
    ...(unit.columns.length === 0 ? ["没有找到栏目"] : []),
    ...(unit.also.length > 0
      ? [`门户还以下列网址列出它，其中的栏目一并列在下面：${unit.also.join(" ")}`]
      : []),
    ...(unit.alsoNamed.length > 0 ? [`同一网址还列作：${unit.alsoNamed.join("、")}`] : []),
  ];
  if (notes.length > 0) node.commentBefore = notes.map(commentLine).join("\n");
  return node;
}

function columnNode(column: ProposedColumn, settings: FileSettings): YAMLMap {
  const node = flowMap([
    ["category", code(column.category)],
    ["name", text(column.name)],
    ["url", text(column.url)],
  ]);
  node.comment = commentLine(columnComment(column, settings));
  return node;
}

function columnComment(column: ProposedColumn, { catalogue, sayReason }: FileSettings): string {
  const { category, confidence, matchedName, path, reason } = column;
  const menus = path.length > 0 ? `，菜单：${path.join(" > ")}` : "";
  const unread = reason ? `；栏目页没有读到（${sayReason(reason)}）` : "";
  if (category !== null && confidence !== null) {
    const by = matchedName === null ? "" : `，凭菜单名“${matchedName}”`;
    return `${nameOf(category, catalogue)} ${confidence.toFixed(2)}${by}${menus}${unread}`;
  }
  const near = column.candidates
    .map((one) => `${one.code} ${one.name} ${one.confidence.toFixed(2)}`)
    .join("，");
  return `待定${doubtOf(column)}${near === "" ? "，没有相近的类别" : `，最接近：${near}`}${menus}${unread}`;
}

function doubtOf({ doubt }: ProposedColumn): string {
  switch (doubt?.by) {
    case "names":
      return "（几个名称指向不同类别）";
    case "place":
      return "（页面的位置不像本单位的这类栏目）";
    case "body":
      return `（页面标题属于“${doubt.body}”）`;
    case "rest":
      return "（单位没有另设同组的其他栏目，不能断定只是其余部分）";
    default:
      return "";
  }
}

function sharedNode({ category, url, by, name, confidence }: ProposedShared, catalogue: Catalogue): YAMLMap {
  const node = flowMap([
    ["category", code(category)],
    ["url", text(url)],
    ["by", text(by)],
  ]);
  node.comment = commentLine(`${name}：${nameOf(category, catalogue)} ${confidence.toFixed(2)}`);
  return node;
}

function nameOf(category: string, { categories }: Catalogue): string {
  return categories.find((one) => one.code === category)?.name ?? category;
}

/** Codes are quoted: an editor must not read 05.10 as a number. */
function code(category: string | null): Scalar {
  const scalar = new Scalar(category);
  if (category !== null) scalar.type = Scalar.QUOTE_DOUBLE;
  return scalar;
}

function text(value: string): Scalar {
  return new Scalar(value);
}

function key(name: string): Scalar<string> {
  return new Scalar(name);
}

function set(map: YAMLMap, name: string, value: string | number | boolean): void {
  map.add(new Pair(key(name), new Scalar(value)));
}

function flowMap(entries: readonly (readonly [string, Scalar])[]): YAMLMap {
  const map = new YAMLMap();
  map.flow = true;
  for (const [name, value] of entries) map.add(new Pair(key(name), value));
  return map;
}

function seq(items: readonly Node[]): YAMLSeq {
  const node = new YAMLSeq();
  node.items.push(...items);
  return node;
}

/** One line of a comment: names come from foreign pages, and a line break would end the comment. */
function commentLine(line: string): string {
  return line === "" ? " " : ` ${line.replace(/[\s\u0085\u2028\u2029]+/g, " ")}`;
}
