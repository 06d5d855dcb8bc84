import { article, known, unit, unknown } from "../audit/example.ts";
import { type Heading, headingsOf, LEVELS, mentionsOf, numberLabel } from "../audit/headings.ts";
import { cantTell, defineRule, failed, gapIn, inapplicable, passed, quoting } from "../audit/rule.ts";
import type { Attachment } from "../domain/snapshot.ts";

export const headingSequence = defineRule({
  id: "heading-sequence",
  group: "malformed-items",
  title: { zh: "层次序数错误", en: "Headings out of sequence" },
  about: {
    zh: "正文同一层次的序数（一、；（一）；1.）重复或跳号。只看段首的序数，而且须已有从一开始的至少两个（或跳号之后接着连续）；下一层随上一层重新起算；附件、章节、条款、注释之后重新起算；引文之内、段中的“一是、二是”不看；漏掉的序数如在段中或以别的写法出现，或者像是表格、节选，就不算错；正文里有图片的，漏掉的序数可能在图里，跳号不作判断。阿拉伯数字的一层只作疑似。",
    en: "Headings of one level (一、 （一） 1.) repeat or skip a number. Only numbers at the start of a paragraph count, and at least two, from one, must stand before the fault (or the numbers go on from it). A level begins afresh under each heading above it, and everything after an attachment, chapter, article or note. Quotations and enumerations inside a paragraph are not looked at; where the missing number stands elsewhere or is written otherwise, or the text looks like a table or an extract, nothing is wrong; where the text holds pictures, the missing number may stand in one, and a skip is not decided. The level in Arabic figures is only suspected.",
  },
  severity: "minor",
  basis: [
    {
      document: "GB/T 9704-2012《党政机关公文格式》",
      clause: "结构层次序数依次为“一、”“（一）”“1.”“（1）”",
      from: "2012-07-01",
      until: null,
    },
    {
      document: "本市巡查参数",
      clause: "信息正文同一层次的序数应当连续，不重复、不跳号",
      from: null,
      until: null,
    },
  ],
  params: {},
  wording: {
    repeated: {
      message: {
        zh: "“{level}”一层的序数重复：“{found}”应为“{expected}”",
        en: "Level {level} repeats a number: {found} should be {expected}",
      },
      expected: { zh: "{expected}", en: "{expected}" },
      actual: { zh: "{excerpt}", en: "{excerpt}" },
      remedy: {
        zh: "核对原文，改正序数；序数原本如此的，说明情况",
        en: "Check the original and correct the numbers",
      },
    },
    skipped: {
      message: {
        zh: "“{level}”一层跳号：缺“{expected}”，直接到“{found}”",
        en: "Level {level} skips {expected} and goes on with {found}",
      },
      expected: { zh: "{expected}", en: "{expected}" },
      actual: { zh: "{excerpt}", en: "{excerpt}" },
      remedy: {
        zh: "核对原文，补上漏掉的内容或改正序数",
        en: "Check the original; restore what was lost or correct the numbers",
      },
    },
  },
  target: "item",
  needs: ["body"],

  appliesTo: ({ body }) => !body.known || body.value.trim() !== "",

  judge({ title, body, carriers }) {
    if (EXTRACT.test(body.value) || (title.known && EXTRACT.test(title.value)))
      return inapplicable({ because: "extract" });
    const [fault] = faultsIn(body.value);
    if (!fault) return passed;
    // A title that was not read may say that this is an extract.
    const untitled = gapIn([title]);
    if (untitled) return untitled;
    const { heading, expected } = fault;
    if (fault.wording === "skipped") {
      const gap = gapIn([carriers]);
      if (gap) return gap;
      // The number may stand in a picture.
      if (carriers.known && carriers.value.some(isPicture)) return cantTell("unreadable");
    }
    const { level } = heading;
    const excerpt = heading.line.slice(0, 40);
    return failed(
      fault.wording,
      {
        level: LEVELS[level],
        found: numberLabel(level, heading.number),
        expected: numberLabel(level, expected),
        excerpt,
      },
      [quoting(body, excerpt)],
      { confidence: level === 2 ? "suspected" : "confirmed" },
    );
  },

  examples: {
    passed: [
      { why: "没有序数的正文", given: article({}) },
      { why: "三个层次都连续", given: text("一、甲", "（一）乙", "1.丙", "2.丁", "（二）戊", "二、己") },
      {
        why: "每个“一、”之下，“（一）”重新起算",
        given: text("一、甲", "（一）乙", "（二）丙", "二、丁", "（一）戊", "（二）己", "三、庚"),
      },
      {
        why: "“（一）”通篇连续编号，不随“一、”重新起算",
        given: text("一、甲", "（一）乙", "（二）丙", "二、丁", "（三）戊", "（四）己", "三、庚"),
      },
      {
        why: "没有小标题的两个清单，各自从1起",
        given: text("应带材料：", "1.甲", "2.乙", "3.丙", "办理流程：", "1.丁", "2.戊"),
      },
      {
        why: "附件另起序数",
        given: text("一、甲", "二、乙", "三、丙", "附件：1.丁", "2.戊", "附件2", "二、己"),
      },
      { why: "章之下重新起算", given: text("第一章 甲", "一、乙", "二、丙", "第二章 丁", "一、戊") },
      {
        why: "条之下重新起算",
        given: text("第一条 甲：", "（一）乙；", "（二）丙；", "（三）丁。", "第二条 戊：", "（二）己。"),
      },
      {
        why: "“三、”在上一段之中",
        given: text("一、甲。", "二、乙。三、丙。", "四、丁。"),
      },
      { why: "“三、”写成了“三．”", given: text("一、甲", "二、乙", "三．丙", "四、丁") },
      { why: "“三、”写成了“3、”", given: text("一、甲", "二、乙", "3、丙", "四、丁") },
      { why: "“三、”写成了全角的“３、”", given: text("一、甲", "二、乙", "３、丙", "四、丁") },
      {
        why: "“（三）”用了别的括号，或者是一个字符",
        given: text("（一）甲", "（二）乙", "〔三〕丙", "（四）丁", "㈤戊", "（六）己"),
      },
      { why: "“3.”是一个字符", given: text("1.甲", "2.乙", "⒊丙", "4.丁") },
      {
        why: "清单各行以数量结尾，序数是统一目录里的",
        given: text("一、甲 12项", "二、乙 30项", "四、丙 2项", "五、丁 1项"),
      },
      { why: "“3.”后面紧跟年份", given: text("1.甲", "2.乙", "3.2016年的工作", "4.丁") },
      {
        why: "收支两栏并排的表格，序数交错",
        given: text("一、甲收入", "一、乙支出", "二、丙收入", "二、丁支出", "三、戊支出"),
      },
      {
        why: "引文里的序数属于别的文件",
        given: text("一、甲", "二、乙", "三、增加以下内容：“（一）丙", "二、丁”", "四、戊"),
      },
      {
        why: "断行断出来的“（二）项”不是标题",
        given: text("（一）甲", "（二）乙", "（三）依照第十条", "（二）项的规定处理", "（四）丙"),
      },
      { why: "“二、三产业”不是标题", given: text("一、甲", "二、乙", "三、丙", "二、三产业增加值增长。") },
      { why: "数量不是序数", given: text("1.甲", "2.乙", "1.5万亩", "3.丙") },
      { why: "序数从三开始，前文不在这一页", given: text("三、甲", "五、乙") },
      { why: "只有一个“一、”就到“三、”，不足以认定", given: text("一、甲", "三、乙") },
      { why: "阿拉伯数字只有一个“1.”就到“3.”，不足以认定", given: text("1.甲", "3.乙", "4.丙") },
      {
        why: "另一个清单的“一、”接在句子后面",
        given: text("一、甲", "二、乙", "三、丙", "下半年：一、丁", "二、戊"),
      },
      {
        why: "重复不止一处，更像并排的两列",
        given: text("1.甲", "2.乙", "2.丙", "2.丁", "3.戊"),
      },
      {
        why: "清单里套着清单",
        given: text("1.甲", "2.乙", "1.丙", "2.丁", "3.戊", "3.己"),
      },
      {
        why: "阿拉伯数字退回去，更像另一个清单",
        given: text("1.甲", "2.乙", "3.丙", "2.丁"),
      },
      { why: "“一、”连着两个，分属两件事", given: text("第1标段", "一、甲", "第2标段", "一、乙", "二、丙") },
      {
        why: "段中的“一是、二是”不是标题",
        given: text("一、甲。一是丙，二是丁，二是戊。", "二、己。"),
      },
      { why: "略去的条款注明了“略”", given: text("一、甲", "二、乙（略）", "四、丁") },
      { why: "略去的条款单独一行写着“略”", given: text("一、甲", "二、乙", "　略　", "四、丁") },
      { why: "略去的条款单独一行用省略号", given: text("一、甲", "二、乙", "……", "四、丁") },
      { why: "略去的条款单独一行用点", given: text("一、甲", "二、乙", "......", "四、丁") },
      { why: "“一、”连着两个，前一个或许是题目", given: text("一、甲", "一、乙", "二、丙") },
      { why: "一跳就是三个，更像前文不在这里", given: text("一、甲", "二、乙", "六、丙") },
      { why: "阿拉伯数字一跳两个，更像另有来历", given: text("1.甲", "2.乙", "5.丙") },
      {
        why: "表格的各行，格子里是序号和名字：缺的一行或许是撤销了",
        given: text(
          "摊位分配结果如下。",
          "1. 周某某",
          "2. 吴某某",
          "4. 郑某某 两间",
          "5. 冯某某",
          "请按时入场。",
        ),
      },
      { why: "超过十的序数", given: text(...[..."一二三四五六七八九十"].map((n) => `${n}、甲`), "十一、乙") },
    ],
    failed: [
      {
        why: "“一、二、三、”之后又是“三、”",
        given: text("一、甲", "二、乙", "三、丙", "三、丁", "四、戊"),
        data: { level: "一、", found: "三、", expected: "四、", excerpt: "三、丁" },
        confidence: "confirmed",
        severity: "minor",
      },
      {
        why: "“一、”到“五、”之后退回“三、”",
        given: text("一、甲", "二、乙", "三、丙", "四、丁", "五、戊", "三、己"),
        data: { level: "一、", found: "三、", expected: "六、", excerpt: "三、己" },
      },
      {
        why: "“一、二、”之后是“四、”",
        given: text("一、甲", "二、乙", "（一）丙", "（二）丁", "（三）戊", "四、己"),
        data: { level: "一、", found: "四、", expected: "三、", excerpt: "四、己" },
      },
      {
        why: "“1. ”之后空一格，但各段是句子",
        given: text("1. 甲项按时报送。", "2. 乙项一式两份。", "4. 丙项逾期不收。"),
        data: { level: "1.", found: "4.", expected: "3.", excerpt: "4. 丙项逾期不收。" },
        confidence: "suspected",
      },
      {
        why: "先跳号，后重复：先说跳号",
        given: text("一、甲", "二、乙", "四、丙", "五、丁", "五、戊"),
        data: { level: "一、", found: "四、", expected: "三、", excerpt: "四、丙" },
      },
      {
        why: "先重复，后跳号：先说重复",
        given: text("一、甲", "二、乙", "三、丙", "三、丁", "五、戊"),
        data: { level: "一、", found: "三、", expected: "四、", excerpt: "三、丁" },
      },
      {
        why: "一跳两个",
        given: text("一、甲", "二、乙", "五、丙"),
        data: { level: "一、", found: "五、", expected: "三、", excerpt: "五、丙" },
      },
      {
        why: "段中的省略号和“略”字不是略去",
        given: text("一、甲", "二、乙……策略", "四、丁"),
        data: { level: "一、", found: "四、", expected: "三、", excerpt: "四、丁" },
      },
      {
        why: "所附的是可以下载的文件，不是图片，序数不会在里面",
        given: article({
          body: known("一、甲\n二、乙\n四、丁"),
          carriers: known([
            { url: "http://portal.test/mzj/1.docx?v=1", name: "" },
            { url: "http://portal.test/mzj/download?id=2", name: "名单.xls" },
          ]),
        }),
        data: { level: "一、", found: "四、", expected: "三、", excerpt: "四、丁" },
      },
      {
        why: "两处有错，先说前一处；很长的一行只引前四十个字",
        given: text(
          "一、甲",
          "二、乙",
          "（一）丙",
          "（二）丁",
          `（二）${"切实加强组织领导".repeat(6)}`,
          "四、己",
        ),
        data: {
          level: "（一）",
          found: "（二）",
          expected: "（三）",
          excerpt: `（二）${"切实加强组织领导".repeat(6)}`.slice(0, 40),
        },
      },
      {
        why: "“一、”之后是“三、四、”",
        given: text("一、甲", "三、乙", "四、丙"),
        data: { level: "一、", found: "三、", expected: "二、", excerpt: "三、乙" },
      },
      {
        why: "“（一）”一层重复，正文里括号有全角有半角",
        given: text("一、甲", "（一）乙", "(二)丙", "（二）丁", "二、戊"),
        data: { level: "（一）", found: "（二）", expected: "（三）", excerpt: "（二）丁" },
      },
      {
        why: "“（一）”一层在第二个“一、”之下跳号",
        given: text("一、甲", "（一）乙", "二、丙", "（一）丁", "（二）戊", "（四）己"),
        data: { level: "（一）", found: "（四）", expected: "（三）", excerpt: "（四）己" },
      },
      {
        why: "“1.”一层跳号，只能是疑似",
        given: text("1.甲", "2、乙", "4.丙"),
        data: { level: "1.", found: "4.", expected: "3.", excerpt: "4.丙" },
        confidence: "suspected",
      },
      {
        why: "“1.”一层重复，只能是疑似",
        given: text("1.甲", "2.乙", "2.丙", "3.丁"),
        data: { level: "1.", found: "2.", expected: "3.", excerpt: "2.丙" },
        confidence: "suspected",
      },
      {
        why: "十以上跳号",
        given: text(...[..."一二三四五六七八九十"].map((n) => `${n}、甲`), "十二、乙"),
        data: { level: "一、", found: "十二、", expected: "十一、", excerpt: "十二、乙" },
      },
      {
        why: "目录列过一遍序数，正文里重复",
        given: text("一、甲", "二、乙", "三、丙", "一、甲", "二、乙", "二、丙"),
        data: { level: "一、", found: "二、", expected: "三、", excerpt: "二、丙" },
      },
    ],
    cantTell: [
      {
        why: "跳号，但标题读不出，不知道是不是节选",
        given: article({ title: unknown("unreadable"), body: known("一、甲\n二、乙\n四、丁") }),
        reason: "unreadable",
      },
      { why: "文章页打不开", given: article({ body: unknown("timeout") }), reason: "timeout" },
      {
        why: "跳号之处可能是一张图，序数在图里",
        given: article({
          body: known(["一、甲", "二、乙", "四、丁"].join("\n")),
          carriers: known([{ url: "http://portal.test/mzj/1.jpg", name: "" }]),
        }),
        reason: "unreadable",
      },
      {
        why: "跳号，但正文里有没有图还不知道",
        given: article({
          body: known(["一、甲", "二、乙", "四、丁"].join("\n")),
          carriers: unknown("needs-browser"),
        }),
        reason: "needs-browser",
      },
      { why: "正文由脚本写入", given: article({ body: unknown("needs-browser") }), reason: "needs-browser" },
    ],
    inapplicable: [
      { why: "没有信息", given: unit([]) },
      { why: "没有文字，正文是图片", given: article({ body: known(" \n ") }) },
      {
        why: "节选的文件，跳号是省略",
        given: text("（节选）", "一、甲", "二、乙", "四、丁"),
        because: "extract",
      },
      {
        why: "标题写明是节选",
        given: article({ title: known("某办法（节选）"), body: known("一、甲\n二、乙\n四、丁") }),
        because: "extract",
      },
    ],
  },
});

/** What is no file for download. */
function isPicture({ url, name }: Attachment): boolean {
  return ![url, name].some((text) => DOCUMENT.test(text.replace(/[?#].*/s, "")));
}

const DOCUMENT =
  /\.(?:pdf|doc|docx|wps|xls|xlsx|et|ppt|pptx|dps|zip|rar|7z|ofd|txt|csv|rtf|ceb|gd|mp3|mp4)$/i;

/** What shows only parts of a text. */
const EXTRACT = /节选|摘录|摘编|选登/;
/** A name, and behind a blank an amount: a row of a table. */
const ROW = /\s-?[\d,]+(?:\.\d+)?[%％\p{Script=Han}]{0,3}$/u;
/** What stands in place of a part that was left out: within a line, and as a line of its own. */
const LEFT_OUT = /[（(]略[）)]/;
const LEFT_OUT_LINE = /^(?:…+|[.．·]{3,}|略)$/;

interface Fault {
  readonly wording: "repeated" | "skipped";
  readonly heading: Heading;
  readonly expected: number;
}

/** One counting at one level, from 一 until it begins afresh. */
interface Run {
  readonly headings: Heading[];
  readonly faults: Fault[];
  readonly first: Heading;
  last: Heading;
  /** How many runs had begun when its last heading came. */
  begun: number;
  /** Its numbers are not those of one sequence: a table, a list within a list, or one that began elsewhere. */
  isUnclear: boolean;
}

/** The faults of a text that leave no doubt, in order. */
function faultsIn(text: string): readonly Fault[] {
  const runs: Run[] = [];
  const current: (Run | undefined)[] = [];
  for (const heading of headingsOf(text)) {
    if (heading === null) {
      current.splice(0);
      continue;
    }
    const { level } = heading;
    current.splice(level + 1);
    const run = current[level];
    if (run === undefined || beginsAfresh(heading, run)) {
      const isUnclear = heading.number !== 1;
      const begun = runs.length + 1;
      const next: Run = { headings: [heading], faults: [], first: heading, last: heading, begun, isUnclear };
      current[level] = next;
      runs.push(next);
    } else {
      count(heading, run, runs, text);
    }
  }
  return runs
    .filter(({ isUnclear }) => !isUnclear)
    .flatMap(({ faults, headings }) => faults.filter((fault) => isBorneOut(fault, headings)))
    .sort((a, b) => a.heading.at - b.heading.at);
}

/** A second 一、 after at least two begins another sequence; a second 1. may as well be a list within a list. */
function beginsAfresh({ level, number }: Heading, run: Run): boolean {
  return number === 1 && level < 2 && run.last.number > 1;
}

function count(heading: Heading, run: Run, runs: readonly Run[], text: string): void {
  const expected = run.last.number + 1;
  if (heading.number !== expected) {
    const wording = heading.number > expected ? "skipped" : "repeated";
    // Two repeats in one sequence are rather two sequences side by side.
    if (wording === "repeated" && run.faults.some((f) => f.wording === "repeated")) run.isUnclear = true;
    // Of a sequence that is unclear nothing is said: there is no need to look further, however long it is.
    run.isUnclear ||= !(wording === "skipped"
      ? isSkip(heading, run, runs, text)
      : isRepeat(heading, run, text));
    run.faults.push({ wording, heading, expected });
  }
  run.headings.push(heading);
  run.last = heading;
  run.begun = runs.length;
}

/** Whether what lies between two headings holds no trace of the numbers left out. */
function isSkip(heading: Heading, run: Run, runs: readonly Run[], text: string): boolean {
  const { headings, first, last, begun } = run;
  const { level } = heading;
  // Rows of a table may be numbered as in the catalogue that they come from.
  if ([first, last, heading].every(({ line }) => ROW.test(line))) return false;
  const missing = heading.number - last.number - 1;
  if ((last.number < 2 && level === 2) || missing > (level === 2 ? 1 : 2)) return false;
  if (level === 2 && [...headings, heading].every(({ line }) => ROW_OF_CELLS.test(line))) return false;
  const between = text.slice(last.at, heading.at);
  if (LEFT_OUT.test(between) || between.split("\n").some((line) => LEFT_OUT_LINE.test(line.trim())))
    return false;
  // A heading of another level that begins out of nothing may be the missing one, written otherwise.
  const strays = runs.slice(begun).map(({ first }) => first.number);
  for (let number = last.number + 1; number < heading.number; number++)
    if (mentionsOf(level, number, between) > 0 || strays.includes(number)) return false;
  return true;
}

/** 4. 王某某: the cells of a row, one of which numbers it. Rows are left out of a list for many a reason. */
const ROW_OF_CELLS = /^[\d０-９]{1,2}\s*[.．、]\s+[^，。；：？！]{1,30}$/;

/** A lone 一 is no sequence: what comes after it must itself be followed by its next. */
function isBorneOut({ heading, expected }: Fault, headings: readonly Heading[]): boolean {
  return expected > 2 || headings[headings.indexOf(heading) + 1]?.number === heading.number + 1;
}

/** Whether the number before stands only once, so that no second sequence hides in the paragraphs. */
function isRepeat({ level, number, at }: Heading, { first, last }: Run, text: string): boolean {
  if (number < 2 || (level === 2 && number !== last.number)) return false;
  return mentionsOf(level, number - 1, text.slice(first.at, at)) === 1;
}

function text(...paragraphs: string[]) {
  return article({ body: known(paragraphs.join("\n")) });
}
