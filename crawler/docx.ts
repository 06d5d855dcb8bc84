import { unzipSync } from "fflate";
import { Parser } from "htmlparser2";
import { docxNumbering } from "./docx-numbering.ts";

/** A Word document as text. */
export interface DocxText {
  /** Its paragraphs, with the numbers that Word gives them; a row of a table is one, its cells apart by a tab. */
  readonly lines: readonly string[];
  /** How many pictures and embedded objects stand in it. */
  readonly pictures: number;
}

const PARTS = ["word/document.xml", "word/numbering.xml", "word/styles.xml"] as const;
/** A long report has some 2 MB; more is no article, and what unpacks to more may be meant to fill the memory. */
const MOST_BYTES = 32_000_000;

/** Reads a .docx (ISO 29500). null where `bytes` are none, are damaged, or unpack to more than an article can be. */
export function readDocx(bytes: Uint8Array): DocxText | null {
  const [document, numbering, styles] = partsOf(bytes);
  return document ? textIn(document, numbering ?? "", styles ?? "") : null;
}

function partsOf(bytes: Uint8Array): (string | null)[] {
  try {
    const parts = unzipSync(bytes, {
      filter: ({ name, originalSize }) => PARTS.some((part) => part === name) && originalSize <= MOST_BYTES,
    });
    return PARTS.map((name) => {
      const part = parts[name];
      return part ? new TextDecoder().decode(part) : null;
    });
  } catch {
    return [];
  }
}

/** What is no text of the document as it stands: a second form of the same, former formats, what was moved away. */
const PASSED_OVER = new Set(["mc:Fallback", "w:pPrChange", "w:rPrChange", "w:numberingChange", "w:moveFrom"]);
const PICTURES = new Set(["pic:pic", "v:imagedata", "o:OLEObject"]);

interface Paragraph {
  text: string;
  style: string | null;
  list: string | null;
  level: number | null;
}

function textIn(xml: string, numbering: string, styles: string): DocxText {
  const numberOf = docxNumbering(numbering, styles);
  // Text boxes and tables stand within paragraphs and cells: each level collects its own lines.
  const collected: string[][] = [[]];
  const paragraphs: Paragraph[] = [];
  let passedOver = 0;
  let inRun = 0;
  let inText = false;
  let pictures = 0;
  const add = (text: string) => {
    const paragraph = paragraphs.at(-1);
    if (paragraph) paragraph.text += text;
  };
  const opened = (name: string, value: string | null) => {
    const paragraph = paragraphs.at(-1);
    if (name === "w:p") paragraphs.push({ text: "", style: null, list: null, level: null });
    else if (name === "w:tr" || name === "w:tc") collected.push([]);
    else if (name === "w:r") inRun += 1;
    else if (name === "w:t") inText = true;
    else if (inRun > 0 && name === "w:tab") add("\t");
    else if (inRun > 0 && (name === "w:br" || name === "w:cr")) add("\n");
    else if (name === "w:noBreakHyphen") add("-");
    else if (paragraph && name === "w:pStyle") paragraph.style = value;
    else if (paragraph && name === "w:numId") paragraph.list = value;
    else if (paragraph && name === "w:ilvl") paragraph.level = Number(value ?? 0);
    else if (PICTURES.has(name)) pictures += 1;
  };
  const closed = (name: string) => {
    if (name === "w:t") inText = false;
    else if (name === "w:r") inRun -= 1;
    else if (name === "w:p") {
      const paragraph = paragraphs.pop();
      if (!paragraph) return;
      collected.at(-1)?.push(...(numberOf(paragraph) + paragraph.text).split("\n"));
    } else if ((name === "w:tc" || name === "w:tr") && collected.length > 1) {
      const lines = (collected.pop() ?? []).filter((line) => line.trim() !== "");
      collected.at(-1)?.push(lines.join(name === "w:tc" ? " " : "\t"));
    }
  };
  const parser = new Parser(
    {
      onopentag: (name, its) => {
        if (PASSED_OVER.has(name)) passedOver += 1;
        else if (passedOver === 0) opened(name, its["w:val"] ?? null);
      },
      ontext: (text) => {
        if (inText && passedOver === 0) add(text);
      },
      onclosetag: (name) => {
        if (PASSED_OVER.has(name)) passedOver -= 1;
        else if (passedOver === 0) closed(name);
      },
    },
    { xmlMode: true },
  );
  parser.end(xml);
  return { lines: collected.flat(), pictures };
}
