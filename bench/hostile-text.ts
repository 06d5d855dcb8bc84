/**
 * Whether every rule takes time in proportion to the text it is given: `npm run bench:text`. Texts that pages of ill will
 * or of bad luck could hold are put to each rule as title, text, number and names, at 250 kB and at 1 MB.
 */
import { audit } from "../audit/audit.ts";
import { CATALOGUE, column, item, known, TODAY, unit } from "../audit/example.ts";
import { ORDINARY_PORTAL_FACTS } from "../audit/portal-facts.ts";
import type { Rule } from "../audit/rule.ts";
import { NO_HISTORY, type UnitSnapshot } from "../domain/snapshot.ts";
import { rules } from "../rules/index.ts";

const SMALL = 250_000;
const TIMES = 4;
/** Four times the text may take so many times the time (memory has its share in it); the square would be sixteen times. */
const MOST_GROWTH = 12;
/** What is done so fast is not worth measuring. */
const NEGLIGIBLE_MS = 40;

/** Repeated until the text is long enough; after it comes something that ends no pattern. */
const PIECES: readonly string[] = [
  " ",
  "\n",
  "\t\n",
  "　",
  "…",
  "...",
  "。。。",
  "《",
  "》",
  "“",
  "（",
  ")",
  "一、甲\n",
  "一、甲\n二、乙\n四、丁\n附件\n",
  "1.甲\n2.乙\n2.丙\n3.丁\n3.戊\n",
  "（一）",
  "一是甲，二是乙，",
  "相关",
  "暂无",
  "#",
  ".html?",
  "<p ",
  "<a x",
  "</p",
  "&nbsp",
  "&amp;",
  "{{a",
  "${a",
  "锟斤拷",
  "甯傛皯鏀垮眬",
  "Ã¤Â¸",
  "?",
  "http://",
  "www.",
  "421381197203040017",
  "13800001234，",
  "6217001234567890122 ",
  "1",
  "1,250.00元，",
  "合计100元，其中甲50元，乙50元。",
  "其中：",
  "云政发[2016]3号、",
  "、",
  "关于印发",
  "2016年12月30日",
  "0 false ",
  "Normal 0 ",
  "𠮷",
  "\ud842",
  "测试",
  "会议,强调",
  "曾用名",
];

process.exitCode = main();

function main(): number {
  const slow: string[] = [];
  let worst = { ms: 0, of: "" };
  for (const piece of PIECES) {
    for (const rule of rules) {
      const ms = timeOf(rule, piece, SMALL * TIMES, 1);
      if (ms > worst.ms) worst = { ms, of: `${rule.id}, ${JSON.stringify(piece)}` };
      if (ms < NEGLIGIBLE_MS || growthOf(rule, piece, ms, 1) <= MOST_GROWTH) continue;
      // Once more, with care: whatever else the machine does is counted too.
      const surely = timeOf(rule, piece, SMALL * TIMES, 3);
      const growth = growthOf(rule, piece, surely, 3);
      if (surely >= NEGLIGIBLE_MS && growth > MOST_GROWTH)
        slow.push(
          `${rule.id}, ${JSON.stringify(piece)}: ${surely.toFixed(0)} ms for 1 MB, ${growth.toFixed(1)} times that of a quarter`,
        );
    }
  }
  console.log(
    `${rules.length} rules, ${PIECES.length} texts of 1 MB; the longest took ${worst.ms.toFixed(0)} ms (${worst.of})`,
  );
  for (const line of slow) console.log(`more than linear: ${line}`);
  return slow.length === 0 ? 0 : 1;
}

function growthOf(rule: Rule, piece: string, ms: number, runs: number): number {
  return ms / Math.max(1, timeOf(rule, piece, SMALL, runs));
}

/** CPU of the quickest of some runs. */
function timeOf(rule: Rule, piece: string, length: number, runs: number): number {
  const snapshot = hostile(`${piece.repeat(Math.ceil(length / piece.length))}\u0001`);
  const given = {
    snapshot,
    portal: ORDINARY_PORTAL_FACTS,
    filing: null,
    history: NO_HISTORY,
    catalogue: CATALOGUE,
    catalogueAdopted: true,
    today: TODAY,
  };
  const times = Array.from({ length: runs }, () => {
    const before = process.cpuUsage();
    // A copy: what was derived from a snapshot is not derived again.
    audit({ ...given, snapshot: { ...snapshot } }, [rule]);
    return process.cpuUsage(before).user / 1000;
  });
  return Math.min(...times);
}

/** Two items whose every text is `text`, and a column of no more than a text. */
function hostile(text: string): UnitSnapshot {
  const facts = {
    listTitle: text,
    title: known(text),
    body: known(text),
    source: known(text),
    documentNumber: known(text),
    indexNumber: known(text),
    carriers: known([{ url: text, name: text }]),
  };
  const items = [
    item({ ...facts, url: `http://portal.test/${text}` }),
    item({ ...facts, url: "http://portal.test/1.html" }),
  ];
  const empty = { text: known(text), emptyNotice: text };
  return unit([column("05.01", items), column("05.02", [], empty), column("02.01", [], empty)]);
}
