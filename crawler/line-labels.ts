import type { Element } from "domhandler";
import { isBodyContainer } from "./body-container.ts";
import { mayHoldLabel, placesIn, type Value, valueIn, wordBefore, wordOf } from "./label-place.ts";
import { type LabelWord, labelWord } from "./label-words.ts";
import type { Labelled } from "./page-labels.ts";
import type { Block, Line, PageLines } from "./page-lines.ts";
import { printedDateIn } from "./printed-date.ts";
import { GAP } from "./text-marks.ts";
import { squeeze, textOf } from "./text-of.ts";

const LONGEST_VALUE = 120;

/** A label with its value, and whether its line begins with it. */
export interface Found {
  readonly entry: Labelled;
  readonly starts: boolean;
}

/** The labels of one line, each with its value: on the line, in the next cell or block, or in the cell below. */
export function labelsIn(line: Line, page: PageLines): readonly Found[] {
  const [first] = line.runs;
  const raw = line.runs.length === 1 && first ? first.text : line.runs.map((run) => run.text).join(GAP);
  if (!mayHoldLabel(raw, line)) return [];
  const whole = wordOf(raw);
  if (whole && standsAlone(line, whole))
    return [{ entry: fromNeighbour(whole, line, page, raw), starts: true }];
  const places = placesIn(raw, line);
  return places.map((place, at) => {
    const end = places[at + 1]?.from ?? raw.length;
    const { value, state } = valueIn(raw.slice(place.to, end), place.word.field);
    const last = at === places.length - 1;
    const elsewhere = last && state === "empty" ? neighbour(line, page, place.word) : null;
    const entry = {
      ...{ field: place.word.field, rank: place.word.rank, label: place.word.word, line: line.index },
      ...(elsewhere && elsewhere.state !== "empty" ? elsewhere : { value, state }),
      cell: isCell(line.block.element),
    };
    return { entry: whoOrWhen(entry), starts: place.from <= 2 };
  });
}

/** 发布： announces a day, or else who published. */
function whoOrWhen(entry: Labelled): Labelled {
  const who = entry.label === "发布" && entry.state === "text" && printedDateIn(entry.value) === null;
  return who ? { ...entry, field: "source", rank: 4 } : entry;
}

/** A label without a value on its own line counts where its place says so, or where it is no common word. */
function standsAlone(line: Line, word: LabelWord): boolean {
  if (/[:：]/.test(line.text)) return true;
  return isCell(line.block.element) || word.word.length >= 3;
}

function fromNeighbour(word: LabelWord, line: Line, page: PageLines, raw: string): Labelled {
  // What waits to be filled behind the label itself is its value, rather than what follows.
  const own = valueIn(raw.replace(/^[^\ufdd1\ufdd2]*/, ""), word.field);
  const { value, state } = own.state === "script" ? own : (neighbour(line, page, word) ?? own);
  const { field, rank } = word;
  return { value, state, field, rank, label: word.word, line: line.index, cell: isCell(line.block.element) };
}

/** What stands beside the block of a label: the next cell or sibling, or the cell below in a table of columns. */
function neighbour(line: Line, page: PageLines, { field }: LabelWord): Value | null {
  const block = line.block;
  const element = block.element;
  if (!element || block.end - block.first > 1) return null;
  const next = nextElement(element);
  const cell = element.name === "td" || element.name === "th";
  const beside = next ? blockValue(next, page, line.index) : null;
  // Below 来源： without a name the text begins.
  const isText = next && !cell && (isBodyContainer(next) || (beside && SENTENCE.test(beside.value)));
  if (field === "source" && isText) return null;
  if (beside && !(cell && beside.isLabel)) return beside;
  return cell ? valueBelow(element, page, line.index) : beside?.isLabel ? null : beside;
}

const SENTENCE = /[。；！？]/;

function nextElement(element: Element): Element | null {
  for (let next = element.next; next; next = next.next)
    if ("attribs" in next && next.type === "tag") return next;
  return null;
}

function blockValue(
  element: Element,
  page: PageLines,
  after: number,
): (Value & { readonly isLabel: boolean }) | null {
  const block = blockOf(element, page, after);
  if (!block) return null;
  const lines = page.lines.slice(block.first, block.end);
  if (lines.length > 3) return null;
  const raw = lines.flatMap((one) => one.runs.map((run) => run.text)).join(GAP);
  if (raw.length > LONGEST_VALUE) return null;
  return { ...valueIn(raw, "other"), isLabel: wordOf(raw) !== null || placesStart(raw) };
}

function placesStart(raw: string): boolean {
  const colon = raw.search(/[:：]/);
  return colon > 0 && colon < 20 && (wordBefore(raw, colon, 0)?.from ?? 9) <= 2;
}

/** Blocks stand in page order, so that the one of an element is near those that begin at its label's line. */
function blockOf(element: Element, page: PageLines, after: number): Block | null {
  const blocks = page.blocks;
  let low = 0;
  let high = blocks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((blocks[middle]?.first ?? 0) < after) low = middle + 1;
    else high = middle;
  }
  for (let at = low; at < blocks.length && at < low + 60; at++)
    if (blocks[at]?.element === element) return blocks[at] ?? null;
  return null;
}

function valueBelow(cell: Element, page: PageLines, after: number): Value | null {
  const row = cell.parent as Element | null;
  if (!row || !("children" in row)) return null;
  const cells = cellsOf(row);
  const below = nextRow(row);
  // Only a row of nothing but labels heads columns: a list heads its own with 序号 and 标题.
  if (!below || cells.length < 3 || !cells.every((one) => labelWord(squeeze(textOf(one))))) return null;
  // With more rows than one it is a list of things, none of them the page's own.
  if (nextElement(below)) return null;
  const values = cellsOf(below);
  const target = values[cells.indexOf(cell)];
  return target && values.length === cells.length ? blockValue(target, page, after) : null;
}

function cellsOf(row: Element): Element[] {
  return row.children.filter(
    (child): child is Element => child.type === "tag" && (child.name === "td" || child.name === "th"),
  );
}

function nextRow(row: Element): Element | null {
  const next = nextElement(row);
  if (next) return next.name === "tr" ? next : firstRow(next);
  // A head of its own (thead) is followed by the rows beside it.
  const parent = row.parent as Element | null;
  const after = parent?.name === "thead" ? nextElement(parent) : null;
  return after ? (after.name === "tr" ? after : firstRow(after)) : null;
}

function firstRow(element: Element): Element | null {
  return (
    element.children.find((child): child is Element => child.type === "tag" && child.name === "tr") ?? null
  );
}

function isCell(element: Element | null): boolean {
  return element !== null && /^(?:td|th|dt|dd|li)$/.test(element.name);
}
