import type { Obliged } from "../domain/catalogue.ts";

/**
 * Whom a 公开主体 means: kinds of unit, and organs by name without the place before it (市民政局: 民政局).
 * undefined where one of its parts is not understood: 有关部门 does not say which.
 */
export function publishersInWords(words: string): readonly Obliged[] | undefined {
  const parts = words
    .normalize("NFKC")
    .replace(/\s+/g, "")
    .replace(/县\(市、区\)|市\(县、区\)|县\(市\)|市\(县\)/g, "县")
    .replace(/\(([^()]{0,12})\)/g, (all, inner) =>
      /^(?:街道|镇|乡|办事处|街办|街道办|街道办事处|区)$/.test(inner) ? `、${inner}` : all,
    )
    .split(/[、,，;；/]|(?<=[局委办处镇乡道府位门])(?:和|及|与|以及)/)
    .filter((part) => part !== "");
  const read = parts.map(partInWords);
  if (read.length === 0) return undefined;
  const understood = read.filter((who) => who !== undefined);
  return understood.length < read.length ? undefined : [...new Set(understood.flat())];
}

const PLACE = "(?:全?(?:省|市|县|区|州)|本级|市本级|县级|市级|区级)?";
const KINDS: readonly (readonly [RegExp, readonly Obliged[]])[] = [
  [
    new RegExp(
      `^${PLACE}(?:直|级)?(?:政府)?(?:各|所有|全部)?(?:政府|直属|组成|工作|职能|行政)*(?:部门|委办局|直属单位)$`,
    ),
    ["department"],
  ],
  [new RegExp(`^(?:各)?${PLACE}直(?:属)?(?:各)?(?:单位|机关|部门)$`), ["department"]],
  [
    new RegExp(`^${PLACE}(?:各|所有|全部)(?:公开)?(?:单位|主体|责任单位)$`),
    ["department", "town", "subdistrict"],
  ],
  [/^(?:各)?(?:乡镇|镇乡|镇|乡)(?:人民)?(?:政府)?$/, ["town"]],
  [/^(?:各)?(?:街道|街办|街道办|街道办事处|办事处|街道办公室)$/, ["subdistrict"]],
  [
    /^(?:各)?(?:镇街|镇办|乡镇街道|镇街道|乡镇办|镇乡街道|乡镇街)(?:办|办事处|人民政府)?$/,
    ["town", "subdistrict"],
  ],
  [new RegExp(`^${PLACE}(?:人民)?政府$`), ["government"]],
];

/** An organ's own name ends so. */
const ORGAN =
  /^[\u4e00-\u9fff]{1,24}(?:局|委员会|委|办公室|办|中心|院|站|所|大队|支队|公司|集团|馆|联社|协会|联合会|妇联|残联|工会|处|队|电视台|厅|银行|分行|支行)$/;
const VAGUE = /有关|相关|等$|涉及|各级|部门|单位|主管|牵头|责任|按职责/;

function partInWords(part: string): readonly Obliged[] | undefined {
  for (const [pattern, who] of KINDS) if (pattern.test(part)) return who;
  if (VAGUE.test(part) || !ORGAN.test(part)) return undefined;
  const bare = part.replace(/^(?:省|市|县|区|州)(?=.{3})/, "");
  return [`name:${bare}`];
}
