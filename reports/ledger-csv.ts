import type { LedgerEntry } from "../domain/ledger.ts";
import type { Text } from "../domain/outcome.ts";
import type { Instant } from "../domain/time.ts";
import { type Lang, type Say, sayIn } from "./context.ts";
import { BYTE_ORDER_MARK, csvLine } from "./csv-lines.ts";
import { reasonName } from "./reason-names.ts";

/** What a page was asked for, as whoever keeps the site would say it. */
const PURPOSES: Readonly<Record<string, Text>> = {
  robots: { zh: "访问规则", en: "robots.txt" },
  navigation: { zh: "导航", en: "navigation" },
  column: { zh: "栏目首页", en: "column" },
  list: { zh: "列表后续页", en: "further list page" },
  item: { zh: "信息页", en: "item" },
  finding: { zh: "复核问题", en: "page of an open finding" },
  sample: { zh: "抽查旧信息", en: "sample of known items" },
  check: { zh: "查看附件、链接在不在", en: "whether a file or link is there" },
  render: { zh: "页面所需文件", en: "what a page needs" },
};

type Column = readonly [header: string, cell: (entry: LedgerEntry, n: number) => string];

/**
 * The crawl ledger (访问台账), line by line: what was asked for, when, why, what answered and what was left out.
 * Made to be handed to whoever keeps the site; it names no unit and no person.
 */
export async function* ledgerCsv(
  entries: AsyncIterable<LedgerEntry>,
  { lang, timezone }: { readonly lang: Lang; readonly timezone: string },
): AsyncGenerator<string> {
  const columns = columnsIn(lang, timezone);
  yield `${BYTE_ORDER_MARK}${csvLine(columns.map(([header]) => header))}`;
  let n = 0;
  for await (const entry of entries) {
    const at = n;
    yield csvLine(columns.map(([, cellOf]) => cellOf(entry, at)));
    n += 1;
  }
}

function columnsIn(lang: Lang, timezone: string): readonly Column[] {
  const say = sayIn(lang);
  const clock = new Intl.DateTimeFormat("sv-SE", {
    timeZone: timezone,
    dateStyle: "short",
    timeStyle: "medium",
  });
  const timeOf = (at: Instant) => clock.format(new Date(at));
  const number = (value: number | null) => (value === null ? "" : String(value));
  return [
    [say("序号", "No."), (_, n) => String(n + 1)],
    [say("时间", "Time"), ({ at }) => timeOf(at)],
    [
      say("目的", "Purpose"),
      ({ purpose }) => (purpose === null ? "" : (PURPOSES[purpose]?.[lang] ?? purpose)),
    ],
    [say("网址", "Address"), ({ url }) => url],
    [say("方式", "Method"), ({ posted }) => (posted ? "POST" : "GET")],
    [say("请求次数", "Requests"), ({ attempts }) => number(attempts)],
    [say("HTTP 状态", "HTTP status"), ({ status }) => number(status)],
    [say("字节", "Bytes"), ({ bytes }) => number(bytes)],
    [say("毫秒", "Milliseconds"), ({ ms }) => number(ms)],
    [say("说明", "Note"), (entry) => noteOf(entry, lang, say)],
  ];
}

function noteOf({ reason, attempts, status, again }: LedgerEntry, lang: Lang, say: Say): string {
  const round = again ? say("此前失败，再次请求", "failed before, asked once more") : null;
  const outcome = reason === null ? null : attempts === 0 ? leftOut(reason, say) : reasonName(reason, lang);
  const same = status === 304 ? say("与上次相同，未重新传送", "as before, not sent again") : null;
  return [round, same, outcome].filter((part) => part !== null).join(say("；", "; "));
}

/** Why it was not even asked for. */
function leftOut(reason: LedgerEntry["reason"], say: Say): string {
  if (reason === "robots") return say("按 robots.txt 未请求", "left out: robots.txt");
  if (reason === "not-patrolled")
    return say(
      "不属于门户文件所列主机，或地址过长，未请求",
      "left out: no host of the portal file, or too long an address",
    );
  return say("该主机接连失败或要求暂停，未再请求", "left out: the host kept failing, or asked for a pause");
}
