import { Parser } from "htmlparser2";
import { SILENT, squeeze } from "../crawler/text-of.ts";
import type { Checked } from "./checked.ts";

/** The line of the file in which words begin, counted from 1; null where they do not stand there so. */
export type LineOf = (words: string) => number | null;

export function placesIn(checked: Checked): LineOf {
  switch (checked.kind) {
    case "unread":
      return () => null;
    case "text":
      return lineIn(checked.lines.map((text, at) => ({ text, line: at + 1 })));
    case "page":
      return lineIn(textsOf(checked.html));
  }
}

interface Placed {
  readonly text: string;
  readonly line: number;
}

/** Spaces and breaks differ between what is read and what is written: they do not count. */
function lineIn(texts: readonly Placed[]): LineOf {
  let whole = "";
  const starts: { readonly at: number; readonly line: number }[] = [];
  for (const { text, line } of texts) {
    for (const [n, part] of text.split("\n").entries()) {
      const squeezed = squeeze(part);
      if (squeezed !== "") starts.push({ at: whole.length, line: line + n });
      whole += squeezed;
    }
  }
  return (words) => {
    const sought = squeeze(words);
    const at = sought === "" ? -1 : whole.indexOf(sought);
    return at < 0 ? null : (starts.findLast((start) => start.at <= at)?.line ?? null);
  };
}

/** The texts that a page shows, with the line of its markup in which each begins. */
function textsOf(html: string): readonly Placed[] {
  const texts: Placed[] = [];
  let silent = 0;
  let line = 1;
  let counted = 0;
  const parser = new Parser({
    onopentagname: (name) => {
      if (SILENT.has(name)) silent += 1;
    },
    onclosetag: (name) => {
      if (SILENT.has(name)) silent -= 1;
    },
    ontext: (text) => {
      if (silent > 0) return;
      for (; counted < parser.startIndex; counted++) if (html.charCodeAt(counted) === 10) line += 1;
      texts.push({ text, line });
    },
  });
  parser.end(html);
  return texts;
}
