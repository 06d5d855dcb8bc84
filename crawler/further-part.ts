import type { Element } from "domhandler";
import { columnFolder, hasSideHeading } from "./beside-list.ts";
import { type ColumnPlace, MORE } from "./column-place.ts";
import { type Outline, parentOf } from "./outline.ts";
import { isChrome } from "./page-chrome.ts";
import { type Region, regionsOf } from "./records.ts";
import { makeOf } from "./row-groups.ts";

/**
 * Whether the list that was found may be one part of several: others of the page, or of what it keeps out of sight
 * (`unfolded`; null where it keeps no links so), look as if they went on with it.
 */
export function isParted(
  outline: Outline,
  place: ColumnPlace,
  region: Region,
  regions: readonly Region[],
  unfolded: Outline | null,
): boolean {
  const isFurther = furtherThan(region);
  if (regions.some((other) => isBesides(outline, place, region, other) && isFurther(other))) return true;
  const folded = unfolded ? regionsOf(unfolded) : [];
  return folded.some((other) => isNear(region.node, other.node) && isFurther(other));
}

/**
 * A list of the same make, or in the same box, that nothing says is another: 第四季度 beside 第三季度, 市政府文件
 * beside 部门文件, the day's news above the others.
 */
function isBesides(outline: Outline, place: ColumnPlace, { node }: Region, other: Region): boolean {
  if (other.node === node || !isNear(node, other.node)) return false;
  return (
    !isChrome(outline, other.node) && !hasSideHeading(outline, place, other) && !isPreview(outline, other)
  );
}

/** Whether a stretch holds dated records that are none of the region's, in its folder. */
function furtherThan(region: Region): (other: Region) => boolean {
  const known = new Set(region.rows.map(({ url }) => url));
  const folders = new Set(region.rows.map(({ url }) => columnFolder(url)));
  return ({ rows, dated }) =>
    dated >= rows.length / 2 && rows.some(({ url }) => !known.has(url) && folders.has(columnFolder(url)));
}

/** Of the same make, or both in one box, which is not the page: `other` as a list, or as a row of its own. */
function isNear(one: Element, other: Element): boolean {
  if (isOfSameMake(one, other)) return true;
  const box = parentOf(one);
  return box !== null && box.name !== "body" && (box === other || box === parentOf(other));
}

const ALIKE_UP_TO = 3;

/** The same element in the same boxes. */
function isOfSameMake(one: Element, other: Element): boolean {
  let [left, right]: (Element | null)[] = [one, other];
  for (let up = 0; up < ALIKE_UP_TO && left && right && left !== right; up++) {
    if (left.name !== right.name || makeOf(left) !== makeOf(right)) return false;
    [left, right] = [parentOf(left), parentOf(right)];
  }
  return true;
}

/** A list with 更多 beside it is the head of another column's. */
export function isPreview(outline: Outline, region: Region): boolean {
  const near = [
    ...outline.texts.slice(Math.max(0, region.textFrom - 3), region.textFrom),
    ...outline.texts.slice(region.textTo, region.textTo + 1),
  ];
  return near.some(({ text, link }) => link?.url != null && MORE.test(text));
}
