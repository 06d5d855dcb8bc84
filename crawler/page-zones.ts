import type { Heading } from "./article-title.ts";
import type { Region } from "./body-region.ts";
import type { Labels } from "./page-labels.ts";
import type { Block, Line } from "./page-lines.ts";

/** Where a line stands: `head` around the heading and in tables of particulars, `foot` right below the body. */
export type Zone = "head" | "body" | "foot" | "far";

const LINES_ABOVE = 12;
/** Where no heading tells where an article begins. */
const LINES_ABOVE_BODY = 25;
const LINES_BELOW = 40;

/** Tells for each line of an article's page where it stands. Hidden lines are `far`. */
export function zonesOf(labels: Labels, heading: Heading | null, region: Region): (line: Line) => Zone {
  const top = heading ? heading.first - LINES_ABOVE : region.first - LINES_ABOVE_BODY;
  const text = firstOfText(labels, heading, region);
  return (line) => {
    if (line.block.hidden) return "far";
    if (labels.tables.size > 0 && isWithinAny(line.block, labels.tables)) return "head";
    if (line.index < text) return line.index >= Math.min(top, region.first) ? "head" : "far";
    if (line.index < region.end) return line.block.noise ? "far" : "body";
    return line.index < region.end + LINES_BELOW ? "foot" : "far";
  };
}

/** Where heading, particulars and text share a block, its text begins below the particulars. */
function firstOfText(labels: Labels, heading: Heading | null, region: Region): number {
  const own = heading !== null && heading.first >= region.first && heading.end <= region.end;
  if (!own || region.certain) return region.first;
  let first = heading.end;
  while (first < region.end && labels.lines.has(first)) first++;
  return first;
}

function isWithinAny(block: Block, outer: ReadonlySet<Block>): boolean {
  for (let at: Block | null = block; at; at = at.parent) if (outer.has(at)) return true;
  return false;
}
