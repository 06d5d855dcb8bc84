import type { Period } from "../domain/time.ts";

/**
 * What a 公开时限 says of how often something must be renewed: a period, or null where it follows events or
 * stays for long (自形成之日起20个工作日内, 长期公示). undefined: it is not understood.
 *
 * A cycle alone is its own length (每季度: P3M). Where a day within the cycle is named (每年3月31日前), what
 * was published at the start of one cycle may be followed at that day of the next: P15M.
 */
export function periodInWords(words: string): Period | null | undefined {
  const clauses = plain(words)
    .split(/[;；。]/)
    .filter((clause) => clause !== "");
  const read = clauses.flatMap((clause) => {
    const whole = clauseInWords(clause);
    return whole === undefined ? clause.split(/[,，]/).map(clauseInWords) : [whole];
  });
  if (read.length === 0 || read.includes(undefined)) return undefined;
  const periods = [...new Set(read.filter((period) => period !== null))];
  return periods.length > 1 ? undefined : (periods[0] ?? null);
}

const DIGITS = "零一二三四五六七八九十";

/** Full width, spaces, and numbers in characters make no difference. */
function plain(words: string): string {
  return words
    .normalize("NFKC")
    .replace(/\s+/g, "")
    .replace(
      /([一二三四五六七八九])?十([一二三四五六七八九])?(?=个|日|天|工|月|年|次|小)/g,
      (_, tens, ones) => String((tens ? DIGITS.indexOf(tens) : 1) * 10 + (ones ? DIGITS.indexOf(ones) : 0)),
    )
    .replace(/两(?=个|周|月|年|日|天|次)/g, "2")
    .replace(/[一二三四五六七八九](?=个|日|天|工作日|月|年|周|次|条|季)/g, (digit) =>
      String(DIGITS.indexOf(digit)),
    )
    .replace(/[()（）]/g, "");
}

const PUBLISH =
  "(?:予以|进行|主动|向社会|及时|集中|定期|依法)*(?:公开|公布|发布|公示|更新|维护)?(?:信息|内容)?";

/** As it happens, or for good. */
const NO_CYCLE: readonly RegExp[] = [
  new RegExp(`^(?:长期|常年|永久|全年|一直)${PUBLISH}(?:有效|展示)?$`),
  new RegExp(`^(?:及时|实时|即时|随时|适时|同步|动态)(?:调整|更新|变更)?[,，]?${PUBLISH}$`),
  // Some days after the event.
  new RegExp(
    `^(?:自|在|于|从|应自|应当自|应在|应当在)?[^每逐,，]{0,40}?(?:之日|形成|变更|变动|印发|制定|作出|做出|批准|批复|审批|产生|获取|通过|决定|生效|发生|受理|结束|完成|公布|签发|确定)[^每逐,，\\d]{0,14}\\d{1,3}个?(?:工作日|自然日|日|天|小时|月)(?:之|以)?内[,，]?${PUBLISH}$`,
  ),
  new RegExp(`^\\d{1,3}个?(?:工作日|自然日|日|天|小时)(?:之|以)?内[,，]?${PUBLISH}$`),
  new RegExp(
    `^(?:信息|文件|政策|内容)?(?:形成|变更|变动|产生|印发)(?:或(?:者)?(?:变更|变动|更新))?(?:之)?(?:后|时)[,，]?${PUBLISH}$`,
  ),
  /^(?:公示|公告)(?:期|时间)?(?:为|不少于|不得少于|至少)?\d{1,3}个?(?:工作日|自然日|日|天)(?:以上)?$/,
];

const OFTEN =
  "(?:(?:至少|不少于|应当|应|原则上)*(?:公开|更新|公布|发布)?(?:不少于|至少)?(?:[1-9]\\d?[次条]|一次)?(?:以上|及以上)?)";
const CYCLES: readonly (readonly [RegExp, (count: number) => Period])[] = [
  [new RegExp(`^(?:每|逐|按)?(?:1)?半年度?${OFTEN}$`), () => "P6M"],
  [new RegExp(`^(?:每|逐|按)(\\d{0,2})个?(?:年度|年)${OFTEN}$`), (count) => `P${count}Y`],
  [new RegExp(`^(?:每|逐|按)(\\d{0,2})个?季度?${OFTEN}$`), (count) => `P${3 * count}M`],
  [new RegExp(`^(?:每|逐|按)(\\d{0,2})个?月度?${OFTEN}$`), (count) => `P${count}M`],
  [new RegExp(`^(?:每|逐|按)(\\d{0,2})个?(?:周|星期)${OFTEN}$`), (count) => `P${7 * count}D`],
  [/^(?:年度)(?:公开|更新|公布|发布)?$/, () => "P1Y"],
  [/^(?:季度)(?:公开|更新|公布|发布)?$/, () => "P3M"],
  [/^(?:月度)(?:公开|更新|公布|发布)?$/, () => "P1M"],
  [/^([1-9])年(?:更新|公开|公布|发布)?[1一]次$/, (count) => `P${count}Y`],
  [/^([1-9])个月(?:更新|公开|公布|发布)?[1一]次$/, (count) => `P${count}M`],
];

const BEFORE = `(?:之前|以前|前|内|之内|以内)${PUBLISH}$`;
/** A day within a cycle; what is caught is a number of months or days into it. */
const DAYS_OF_CYCLES: readonly (readonly [RegExp, (count: number) => Period | undefined])[] = [
  [
    new RegExp(
      `^(?:每年|次年|每年度|翌年)(\\d{1,2})月(?:份|底|末|上旬|中旬|下旬|\\d{1,2}[日号])?(?:${BEFORE}|${PUBLISH}$)`,
    ),
    monthOfYear,
  ],
  [new RegExp(`^(?:每年|每年度)(?:年底|年末|底|末)${BEFORE}`), () => monthOfYear(12)],
  [new RegExp(`^(?:每年|每)?(?:年度|年)(?:终了|结束)?后(\\d{1,2})个月${BEFORE}`), monthOfYear],
  [new RegExp(`^每季度?(?:结束|终了)?后(\\d{1,2})个?(?:工作日)${BEFORE}`), (count) => `P${92 + 2 * count}D`],
  [new RegExp(`^每季度?(?:结束|终了)?后(\\d{1,2})个?(?:日|天)${BEFORE}`), (count) => `P${92 + count}D`],
  [new RegExp(`^每季度?(?:首月|第1个月)(\\d{1,2})[日号]${BEFORE}`), (count) => `P${92 + count}D`],
  [new RegExp(`^每月(?:结束|终了)?后(\\d{1,2})个?(?:工作日)${BEFORE}`), (count) => `P${31 + 2 * count}D`],
  [new RegExp(`^每月(?:结束|终了)?后(\\d{1,2})个?(?:日|天)${BEFORE}`), (count) => `P${31 + count}D`],
  [new RegExp(`^每月(\\d{1,2})[日号]${BEFORE}`), (count) => `P${31 + count}D`],
];

function monthOfYear(month: number): Period | undefined {
  return month >= 1 && month <= 12 ? `P${12 + month}M` : undefined;
}

function clauseInWords(clause: string): Period | null | undefined {
  if (NO_CYCLE.some((pattern) => pattern.test(clause))) return null;
  for (const [pattern, periodOf] of [...CYCLES, ...DAYS_OF_CYCLES]) {
    const match = pattern.exec(clause);
    if (!match) continue;
    const count = Number(match[1] || 1);
    return count === 0 ? undefined : periodOf(count);
  }
  return undefined;
}
