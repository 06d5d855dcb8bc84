/** A total as a sentence states it, with the list of its parts. */
export interface StatedSum {
  /** Its sentence as it stands, cut where it is long. */
  readonly excerpt: string;
  readonly total: number;
  readonly unit: string;
  /** As they are written: `来信3件`. */
  readonly parts: readonly string[];
  /** The numbers of the parts. */
  readonly values: readonly number[];
  /** What the parts come to. */
  readonly sum: number;
  /** How far total and sum may lie apart by rounding; 0 for what is counted. */
  readonly tolerance: number;
  /** `some`: the parts are named as some of the whole (其中); `all`: as all of it. */
  readonly partsAre: "all" | "some";
  /** The parts stand in one row (、), so that nothing else can stand among them. */
  readonly isTight: boolean;
}

type Unquoted = Omit<StatedSum, "excerpt">;

const LONGEST_EXCERPT = 120;

/** What is counted one by one. What may be the same thing twice (persons, news) is left out of OF_ONE_KIND. */
const COUNTED =
  "人次|件次|户次|家次|件|条|个|人|户|家|起|项|篇|次|份|名|场|例|位|所|座|处|台|辆|套|部|批|只|头|幅|卷|册|本|宗|封|期";
const MEASURED =
  "[万亿]?元|万?亩|公里|千米|米|万?平方米|万?立方米|万?吨|公顷|公斤|千克|万(?:人次|人|户|件|条|个)";
const UNIT = `${MEASURED}|${COUNTED}`;
const NUMBER = "\\d{1,3}(?:,\\d{3}){1,4}|\\d{1,12}(?:\\.\\d{1,4})?";
const TOTAL_WORD = "共计|合计|总计|总共|一共|(?<![公中])共(?![同享青产和振识])";

const IS_COUNTED = new RegExp(`^(?:${COUNTED})$`);
/** Of these a thing that is one is not also another: a case led is not a case assisted. */
const OF_ONE_KIND = /^(?:件|起|宗|项|户|家)$/;
const PART = new RegExp(`^([^\\d\\s]{1,24}?)(${NUMBER})(${UNIT})$`);
const TOTAL_ALONE = new RegExp(`^(?:${TOTAL_WORD})(?:为|有|达|是)?(${NUMBER})(${UNIT})$`);
const TOTAL_FIRST = new RegExp(
  `(?:${TOTAL_WORD})[^\\d\\s，,、；：:（(]{0,12}?(${NUMBER})(${UNIT})(：|:|（其中|\\(其中|（|\\(|，分别(?:为|是)|，其中)`,
);
const ANY_TOTAL = new RegExp(`(?:${TOTAL_WORD}|累计)`);
const AMOUNT = new RegExp(`(${NUMBER})(${UNIT})`, "g");
/** Numbers that are no shares of a whole, or not exact. */
const NO_PART =
  /第$|[约近超逾]|每|各|均|比|较|增(?![强收值效])|减(?![排灾负税])|降(?![耗本])|升(?![级学])|多|少|余|其中|包括|含|除|另|不足|分别|[\d一二三四五六七八九十百千万亿至到~～—-]$/;
const ROUGH = /[约近超逾余多]|以上|左右/;
/** What a sentence says where its total is of more, or of less, than its list. */
const OTHER_WHOLE =
  /累计|至此|以上|以下|加上|连同|上述|扣除|剔除|不含|除外|重复|交叉|兼(?![顾并容备])|此外|另有|另外|比上年|同比/;

/** 截至12月11日: the total of all that came till then; what stands before it may be of a part of that time. */
const UP_TO_A_DAY = /截[至止]/;

/** Sums that are stated in one sentence, each with an explicit list of its parts in the unit of the total. */
export function statedSumsIn(text: string): readonly StatedSum[] {
  // Most texts state none.
  if (!ANY_TOTAL.test(text)) return [];
  const found: StatedSum[] = [];
  const plain = text.replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0));
  let before = "";
  for (const sentence of plain.match(/[^。！？!?\n]+[。！？!?\n]?|[。！？!?\n]/g) ?? []) {
    if (ANY_TOTAL.test(sentence) && !OTHER_WHOLE.test(sentence)) {
      const close = sentence.replace(/[^\S\n]+/g, "");
      const isUpToADay = UP_TO_A_DAY.test(close);
      const sum = (isUpToADay ? null : totalLast(close)) ?? totalFirst(close);
      const excerpt = text
        .slice(before.length, before.length + sentence.length)
        .trim()
        .slice(0, LONGEST_EXCERPT);
      if (sum && !isOfMore(sum, before)) found.push({ ...sum, excerpt, isTight: sum.isTight && !isUpToADay });
    }
    before += sentence;
  }
  return found;
}

/** `来信3件、来访4件，共7件` */
function totalLast(sentence: string): Unquoted | null {
  const pieces = piecesOf(
    sentence.replace(/（[^（）]{0,80}）|\([^()]{0,80}\)/g, "").replace(/[。！？!?\s]+$/, ""),
  );
  const totals = pieces.map(({ words }) => TOTAL_ALONE.exec(words));
  const at = totals.findIndex((total) => total !== null);
  const total = totals[at];
  if (!total) return null;
  const [, written = "", unit = ""] = total;
  const parts: Part[] = [];
  for (const { words } of pieces.slice(0, at).reverse()) {
    const part = partIn(words, unit);
    if (!part) break;
    parts.unshift(part);
  }
  const first = at - parts.length;
  // What stands before the list must not be of it.
  if (pieces.slice(0, first).some(({ words }) => mayCount(words, unit) || ANY_TOTAL.test(words))) return null;
  const marks = new Set(pieces.slice(first + 1, at).map(({ mark }) => mark));
  // Where clauses and rows of one clause stand side by side, the total may be of either.
  if (marks.size > 1) return null;
  const isTight = marks.has("、");
  const isWhole = isTight || parts.every(({ value }) => value < numberIn(written));
  return isWhole ? sumOf(written, unit, parts, "all", isTight) : null;
}

/** `共7件：来信3件、来访4件`, `共7件（来信3件、来访4件）`, `共7件，其中来信3件` */
function totalFirst(sentence: string): Unquoted | null {
  const total = TOTAL_FIRST.exec(sentence);
  if (!total) return null;
  const [head, written = "", unit = "", mark = ""] = total;
  const rest = sentence.slice(total.index + head.length);
  const isBracket = /^[（(]/.test(mark);
  const closed = isBracket ? /^([^（）()]{0,200})[）)]/.exec(rest)?.[1] : rest.replace(/[。！？!?\s]+$/, "");
  if (closed === undefined || ROUGH.test(head) || ANY_TOTAL.test(closed)) return null;
  const isSome = mark.includes("其中");
  const pieces = piecesOf(closed.replace(/^[：:]/, ""));
  if (!isSome && /其中/.test(closed)) return null;
  const parts: Part[] = [];
  for (const { words } of pieces) {
    const part = partIn(words, unit);
    if (!part) {
      // A list of all parts ends where its sentence or bracket does.
      if (!isSome || mayCount(words, unit)) return null;
      break;
    }
    parts.push(part);
  }
  // A bracket may hold what is worth naming, and not all of it.
  const isTight = !isBracket && pieces.slice(1, parts.length).every(({ mark: between }) => between === "、");
  return sumOf(written, unit, parts, isSome ? "some" : "all", isTight);
}

interface Piece {
  readonly words: string;
  /** What stands before it. */
  readonly mark: string;
}

const BETWEEN = new RegExp(`([、，；;]|(?<!\\d),|,(?!\\d)|(?<=\\d(?:${UNIT}))(?:以及|和|及|与))`);

function piecesOf(sentence: string): Piece[] {
  const split = sentence.split(BETWEEN);
  return split.flatMap((words, n) =>
    n % 2 === 0
      ? [{ words: words.trim(), mark: /和|及|与/.test(split[n - 1] ?? "") ? "、" : (split[n - 1] ?? "") }]
      : [],
  );
}

interface Part {
  readonly words: string;
  readonly value: number;
  readonly written: string;
}

function partIn(words: string, unit: string): Part | null {
  const [, label = "", written = "", own] = PART.exec(words) ?? [];
  return own === unit && !NO_PART.test(label) ? { words, value: numberIn(written), written } : null;
}

/** Whether words may count in `unit`, in whatever figures. */
function mayCount(words: string, unit: string): boolean {
  return new RegExp(`[\\d一二三四五六七八九十百千万亿两几数]\\s?(?:多|余)?${unit}`).test(words);
}

function numberIn(written: string): number {
  return Number(written.replaceAll(",", ""));
}

function decimalsOf(written: string): number {
  return written.split(".")[1]?.length ?? 0;
}

function sumOf(
  written: string,
  unit: string,
  parts: readonly Part[],
  partsAre: StatedSum["partsAre"],
  isTight: boolean,
): Unquoted | null {
  if (parts.length < (partsAre === "all" ? 2 : 1)) return null;
  const decimals = [written, ...parts.map((part) => part.written)].map(decimalsOf);
  const isExact = IS_COUNTED.test(unit) && decimals.every((count) => count === 0);
  const values = parts.map(({ value }) => value);
  const sum = Number(values.reduce((all, value) => all + value, 0).toFixed(Math.max(...decimals)));
  return {
    total: numberIn(written),
    unit,
    parts: parts.map(({ words }) => words),
    values,
    sum,
    tolerance: isExact ? 0 : 0.5 * 10 ** -Math.min(...decimals) * (parts.length + 1) + 1e-9,
    partsAre,
    isTight: isTight && isExact,
  };
}

/**
 * Whether the total may be of something else than the list, as far as its numbers go: of some of the parts alone, or
 * of what the text has counted before as well.
 */
function isOfMore({ total, unit, values, sum, tolerance }: Unquoted, before: string): boolean {
  if (Math.abs(total - sum) <= tolerance) return false;
  if (values.length > 12 || isSumOfSome(values, total)) return true;
  return [...before.replace(/[^\S\n]+/g, "").matchAll(AMOUNT)].some(
    ([, written = "", own]) => own === unit && Math.abs(total - sum - numberIn(written)) <= tolerance,
  );
}

function isSumOfSome(values: readonly number[], total: number): boolean {
  for (let some = 1; some < 2 ** values.length; some += 1) {
    const sum = values.reduce((all, value, n) => ((some >> n) & 1 ? all + value : all), 0);
    if (Math.abs(sum - total) < 1e-9) return true;
  }
  return false;
}

/** Whether parts that are some of a whole can, together or one of them, be more than it. */
export function exceeds({ total, unit, values, sum, tolerance }: StatedSum): boolean {
  if (Math.max(...values) > total + tolerance) return true;
  return OF_ONE_KIND.test(unit) && sum > total + tolerance;
}
