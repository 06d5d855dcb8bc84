import type { Element } from "domhandler";
import { type Outline, type PageText, parentOf } from "./outline.ts";
import type { Group } from "./row-groups.ts";

/** A column of dates, as the head of a list calls it. */
export interface DateColumn {
  /** `other`: when something is in force, was signed over to somebody or ends. */
  readonly kind: "published" | "written" | "other";
  /** Its place among the cells of a table's row; null where the head is no row of a table. */
  readonly cell: number | null;
  /** Its place among the columns of dates. */
  readonly order: number;
}

/** What the list's head says of its dates; null where it says of none, or has no head. */
export function dateColumns(outline: Outline, group: Group, textFrom: number): readonly DateColumn[] | null {
  const kindOf = (text: string): DateColumn["kind"] | null => {
    const name = text.replace(/\s/g, "");
    if (PUBLISHED_COLUMN.test(name)) return "published";
    if (WRITTEN_COLUMN.test(name)) return "written";
    return OTHER_COLUMN.test(name) ? "other" : null;
  };
  const names = headCells(outline, group) ?? wordsAbove(outline, textFrom);
  const found: DateColumn[] = [];
  for (const { text, cell } of names) {
    const kind = kindOf(text);
    if (kind) found.push({ kind, cell, order: found.length });
  }
  return found.length > 0 ? found : null;
}

/** The place of the cell that a text stands in among those of its row; null outside of tables. */
export function cellIndexOf(piece: PageText): number | null {
  for (let node = piece.parent; node; node = parentOf(node))
    if (node.name === "td") {
      const row = parentOf(node);
      return row ? cellsOf(row).indexOf(node) : null;
    }
  return null;
}

const PUBLISHED_COLUMN = /^(?:信息)?(?:发布|公开|公布|上网|更新)\S{0,2}(?:时间|日期)$/;
const WRITTEN_COLUMN = /^(?:\S{0,2}(?:成文|生成|发文|印发|制发|签发|落款)\S{0,2})?(?:时间|日期)$/;
const OTHER_COLUMN =
  /^\S{0,6}(?:施行|实施|生效|有效|失效|废止|截止|开始|结束|起始|终止|受理|办结|许可|处罚|决定|会议|开标|报名)\S{0,4}(?:时间|日期|期至?|止)$|^有效期\S{0,3}$/;

interface HeadCell {
  readonly text: string;
  readonly cell: number | null;
}

function headCells(outline: Outline, group: Group): readonly HeadCell[] | null {
  if (group.rows[0]?.node.name !== "tr") return null;
  let table: Element | null = group.node;
  while (table && table.name !== "table") table = parentOf(table);
  const head = table && firstRow(table);
  if (!head || head === group.rows[0].node) return null;
  return cellsOf(head).map((cell, at) => {
    const { textFrom, textTo } = outline.spans.get(cell) ?? { textFrom: 0, textTo: 0 };
    const texts = outline.texts.slice(textFrom, textTo).map(({ text }) => text);
    return { text: texts.join(""), cell: at };
  });
}

const MOST_HEAD_WORDS = 8;

/** Short words without a link right above the rows. */
function wordsAbove(outline: Outline, textFrom: number): readonly HeadCell[] {
  const words: HeadCell[] = [];
  for (let at = textFrom - 1; at >= Math.max(0, textFrom - MOST_HEAD_WORDS); at--) {
    const piece = outline.texts[at];
    if (!piece || piece.link !== null || piece.text.length > 8) break;
    words.unshift({ text: piece.text, cell: null });
  }
  return words;
}

function firstRow(table: Element): Element | null {
  const queue: Element[] = [table];
  for (let node = queue.shift(); node; node = queue.shift()) {
    if (node.name === "tr") return node;
    for (const child of node.children)
      if (child.type === "tag" && child.name !== "table") queue.push(child as Element);
  }
  return null;
}

function cellsOf(row: Element): readonly Element[] {
  return row.children.filter(
    (child): child is Element => child.type === "tag" && /^t[dh]$/.test((child as Element).name),
  );
}
