import type { Element } from "domhandler";
import { printsAge } from "./printed-date.ts";

/** The text of one element, or the part of it that stands on one line. White space folded, not trimmed. */
export interface Run {
  readonly text: string;
  readonly element: Element | null;
  readonly link: Element | null;
}

/** A line of the page as it is read: what stands between two block boundaries. */
export interface Line {
  readonly index: number;
  readonly runs: readonly Run[];
  /** Folded; without marks. */
  readonly text: string;
  readonly block: Block;
  readonly linkChars: number;
}

/** A block element and the lines that it holds: `first` up to, not including, `end`. */
export interface Block {
  readonly element: Element | null;
  readonly parent: Block | null;
  /** Not shown as the page arrives. */
  readonly hidden: boolean;
  /** Share bars, breadcrumbs, footers, codes to scan: named so by its id or class. */
  readonly noise: boolean;
  readonly first: number;
  end: number;
}

/** A picture, film, frame or viewer, and the line at which it stands. */
export interface Media {
  readonly element: Element;
  readonly line: number;
  readonly block: Block;
}

export interface PageLines {
  readonly lines: readonly Line[];
  readonly blocks: readonly Block[];
  readonly media: readonly Media[];
  /** Anchors with an address, in page order. */
  readonly links: readonly Media[];
  /** Lines between the marks that a publishing system puts around an article's content; null without marks. */
  readonly marked: { readonly first: number; readonly end: number } | null;
  /** Whether text is kept from view in a field or template, for a script to show. */
  readonly withheld: boolean;
  /** Inline scripts, each with the line at which it stands. */
  readonly scripts: readonly { readonly code: string; readonly line: number }[];
}

/** Runs' text, joined, without the marks for gaps, slots and unknown output. */
export function cleaned(text: string): string {
  const plain = MARKED_OR_WIDE.test(text)
    ? text.replace(/[\ufdd0-\ufdd2]/g, "").replace(/ {2,}/g, " ")
    : text;
  return plain.trim();
}

const MARKED_OR_WIDE = /[\ufdd0-\ufdd2]| {2}/;

/** Whether a line says how long ago something was (发布于 3天前), and is no link to it. */
export function isAged({ runs, linkChars }: Line): boolean {
  return linkChars === 0 && printsAge(runs.map(({ text }) => text).join("|"));
}

/** Whether a text is the pattern of what a script will put there: `{{article.title}}`. */
export function isTemplate(text: string): boolean {
  return /\{\{[^{}]{1,80}\}\}|<%=|\$\{[\w.]{1,60}\}/.test(text);
}

/** Whether the block is one of `outer` or stands within one. */
export function isWithinAny(block: Block, outer: ReadonlySet<Block>): boolean {
  if (outer.size === 0) return false;
  for (let at: Block | null = block; at; at = at.parent) if (outer.has(at)) return true;
  return false;
}
