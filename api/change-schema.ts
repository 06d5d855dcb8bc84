import { Type } from "typebox";
import {
  CHANGED_PARTS,
  type ItemChange,
  type ItemVersion,
  type RecordedChange,
} from "../domain/item-change.ts";
import { PATROL, type PatrolView } from "./patrol-schema.ts";
import { component, DATE, INSTANT, listOf, oneOf, orNull, refTo } from "./shared-schema.ts";
import type { OfPatrol } from "./unit-schema.ts";

const KINDS: readonly ItemChange["kind"][] = ["changed", "removed", "moved"];

const VERSION = component("ItemVersion", {
  title: Type.String(),
  publishedOn: orNull(DATE),
  sha256: Type.String({ description: "所收到的页面的摘要，原文在那次巡查的证据里" }),
});

export const ITEM_CHANGE = component("ItemChange", {
  kind: oneOf(KINDS, { description: "内容改动、从栏目里撤下、换了地址；是事实，不是问题" }),
  url: Type.String(),
  columnUrl: Type.String(),
  parts: Type.Array(oneOf(CHANGED_PARTS), { description: "改动的内容；撤下、换了地址的为空" }),
  before: refTo<ItemVersion>(VERSION),
  after: refTo<ItemVersion>(VERSION),
  movedTo: orNull(Type.String()),
  patrol: Type.String({ description: "发现改动的巡查" }),
  seenAt: INSTANT,
});

export const CHANGE_LIST = component("ItemChangeList", {
  data: listOf(refTo<RecordedChange>(ITEM_CHANGE)),
  patrol: refTo<PatrolView>(PATROL),
});

export const CHANGE_COMPONENTS = [VERSION, ITEM_CHANGE, CHANGE_LIST];

export type ChangeListView = OfPatrol<readonly RecordedChange[]>;
