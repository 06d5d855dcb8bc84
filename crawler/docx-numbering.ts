import { Parser } from "htmlparser2";

/** The number that a paragraph bears by itself: `一、`, `1.`; "" where it bears none, or one of no figures. */
export type NumberOf = (paragraph: NumberedParagraph) => string;

/** What a paragraph of a Word document says of its own number. */
export interface NumberedParagraph {
  readonly style: string | null;
  /** null: its style's. */
  readonly list: string | null;
  readonly level: number | null;
}

interface Level {
  start: number;
  format: string;
  /** `%1、` */
  text: string;
}

interface List {
  readonly levels: Map<number, Level>;
  /** What has been counted, by level. */
  readonly counted: Map<number, number>;
}

interface Style {
  basedOn: string | null;
  list: string | null;
  level: number | null;
}

/**
 * Counts the automatic numbers of a document's headings, paragraph by paragraph: the text alone lacks them.
 * @param numbering `word/numbering.xml`; "" where the document has none.
 * @param styles `word/styles.xml`
 */
export function docxNumbering(numbering: string, styles: string): NumberOf {
  const lists = listsIn(numbering);
  const styled = stylesIn(styles);
  return ({ style, list, level }) => {
    const its = styleNumber(styled, style);
    const of = lists.get(list ?? its.list ?? "0");
    return of ? next(of, level ?? its.level ?? 0) : "";
  };
}

function next({ levels, counted }: List, level: number): string {
  const own = levels.get(level);
  if (!own) return "";
  counted.set(level, (counted.get(level) ?? own.start - 1) + 1);
  for (const deeper of [...counted.keys()]) if (deeper > level) counted.delete(deeper);
  return own.text.replace(/%(\d)/g, (_, nth: string) => {
    const of = Number(nth) - 1;
    const { start, format } = levels.get(of) ?? own;
    return written(counted.get(of) ?? start, of === level ? own.format : format);
  });
}

function written(number: number, format: string): string {
  if (/^(?:chinese|japaneseCounting|ideographDigital|taiwaneseCounting)/.test(format))
    return inChinese(number);
  return /^decimal/.test(format) ? String(number) : "";
}

const FIGURES = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];

function inChinese(number: number): string {
  if (number < 1 || number > 99) return String(number);
  const tens = Math.floor(number / 10);
  return `${tens > 1 ? FIGURES[tens] : ""}${tens > 0 ? "十" : ""}${FIGURES[number % 10]}`;
}

function styleNumber(styles: ReadonlyMap<string, Style>, id: string | null): Pick<Style, "list" | "level"> {
  const seen = new Set<string>();
  let list: string | null = null;
  let level: number | null = null;
  // A style may be based on itself, in a file that was tampered with.
  for (let at = id; at !== null && !seen.has(at); at = styles.get(at)?.basedOn ?? null) {
    seen.add(at);
    list ??= styles.get(at)?.list ?? null;
    level ??= styles.get(at)?.level ?? null;
  }
  return { list, level };
}

/** By `w:numId`. Lists of one kind go on counting together, but for those that begin afresh. */
function listsIn(xml: string): Map<string, List> {
  const kinds = new Map<string, List>();
  const lists = new Map<string, List>();
  let kind: List | null = null;
  let level: Level | null = null;
  let list = "";
  let overridden = 0;
  const open: Readonly<Record<string, (attributes: Readonly<Record<string, string>>) => void>> = {
    "w:abstractNum": (its) => {
      kind = { levels: new Map(), counted: new Map() };
      kinds.set(its["w:abstractNumId"] ?? "", kind);
    },
    "w:lvl": (its) => {
      level = { start: 1, format: "decimal", text: "" };
      kind?.levels.set(Number(its["w:ilvl"] ?? 0), level);
    },
    "w:start": (its) => {
      if (level) level.start = Number(its["w:val"] ?? 1);
    },
    "w:numFmt": (its) => {
      if (level) level.format = its["w:val"] ?? "";
    },
    "w:lvlText": (its) => {
      if (level) level.text = level.format === "bullet" ? "" : (its["w:val"] ?? "");
    },
    "w:num": (its) => {
      kind = null;
      level = null;
      list = its["w:numId"] ?? "";
    },
    "w:abstractNumId": (its) => {
      const of = kinds.get(its["w:val"] ?? "");
      if (of && list !== "0") lists.set(list, of);
    },
    "w:lvlOverride": (its) => {
      overridden = Number(its["w:ilvl"] ?? 0);
    },
    "w:startOverride": (its) => {
      const of = lists.get(list);
      if (!of) return;
      const levels = new Map<number, Level>();
      for (const [at, its] of of.levels) levels.set(at, { ...its });
      const own = levels.get(overridden);
      if (own) own.start = Number(its["w:val"] ?? 1);
      lists.set(list, { levels, counted: new Map() });
    },
  };
  const parser = new Parser({ onopentag: (name, its) => open[name]?.(its) }, { xmlMode: true });
  parser.end(xml);
  return lists;
}

function stylesIn(xml: string): Map<string, Style> {
  const styles = new Map<string, Style>();
  let style: Style | null = null;
  const parser = new Parser(
    {
      onopentag: (name, its) => {
        if (name === "w:style") {
          style = { basedOn: null, list: null, level: null };
          styles.set(its["w:styleId"] ?? "", style);
        } else if (style && name === "w:basedOn") style.basedOn = its["w:val"] ?? null;
        else if (style && name === "w:numId") style.list = its["w:val"] ?? null;
        else if (style && name === "w:ilvl") style.level = Number(its["w:val"] ?? 0);
      },
    },
    { xmlMode: true },
  );
  parser.end(xml);
  return styles;
}
