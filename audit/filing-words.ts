import { WORD_NUMBERS } from "../domain/filing.ts";

/** As much of a text as tells what it is: documents and reports open in ways of their own. */
const OPENING = 60;

/** What an item is known by, as numbers of words. No dictionary tells them, which would change with the runtime. */
export interface Words {
  /** Each character of the title and each pair of neighbours, its ends among them. */
  readonly title: readonly number[];
  /** The pairs of its text's opening; empty where it has none. */
  readonly text: readonly number[];
}

export function wordsOf(title: string, text: string): Words {
  const ofTitle = new Set<number>();
  const whole = `^${plain(title)}$`;
  for (let at = 0; at < whole.length; at++) {
    ofTitle.add(numberOf(whole.charCodeAt(at), 0, 1));
    if (at > 0) ofTitle.add(numberOf(whole.charCodeAt(at - 1), whole.charCodeAt(at), 2));
  }
  const ofText = new Set<number>();
  const opening = plain(text.slice(0, 2 * OPENING)).slice(0, OPENING);
  for (let at = 1; at < opening.length; at++)
    ofText.add(numberOf(opening.charCodeAt(at - 1), opening.charCodeAt(at), 3));
  return { title: [...ofTitle], text: [...ofText] };
}

function numberOf(first: number, second: number, kind: number): number {
  let hash = Math.imul(first ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(second + kind * 0x10001, 0xc2b2ae35);
  hash = Math.imul(hash ^ (hash >>> 15), 0x27d4eb2f);
  return ((hash ^ (hash >>> 13)) >>> 0) % WORD_NUMBERS;
}

/** Figures say little of what a text is: 2016年 and 2017年 are one. */
function plain(text: string): string {
  return text.normalize("NFKC").toLowerCase().replace(/\s/g, "").replace(/\d+/g, "0");
}
