import { article, known, unit, unknown } from "../audit/example.ts";
import { cantTell, defineRule, failed, inapplicable, passed, quoting } from "../audit/rule.ts";
import type { CalendarDate } from "../domain/time.ts";

export const documentNumberFormat = defineRule({
  id: "document-number-format",
  group: "malformed-items",
  title: { zh: "发文字号不规范", en: "Malformed document number" },
  about: {
    zh: "文章自己的发文字号应为“机关代字〔年份〕序号号”：年份四位、用六角括号，序号不加“第”、不编虚位，末尾有“号”。令、公告、会议纪要、许可、处罚、司法文书等另有编号规则，不判；2012年7月1日以前的文件不判；正文里引用的文号不判；字距空格不算错。代字不像发文代字的，只作疑似。",
    en: "The item's own document number has the form 机关代字〔year〕serial号: four digits of year in tortoise-shell brackets, no 第, no leading zero, 号 at the end. Orders, announcements, minutes, licences, penalties and court papers are numbered otherwise and not judged; neither are documents from before 1 July 2012 or numbers that the text cites. Spaces are no fault. Where the letters before the year do not look like those of a document the finding is only suspected.",
  },
  severity: "minor",
  basis: [
    {
      document: "GB/T 9704-2012《党政机关公文格式》",
      clause:
        "发文字号由发文机关代字、年份、发文顺序号组成；年份标全称，用六角括号“〔〕”括入；发文顺序号不加“第”字，不编虚位（1不编为01），后加“号”字",
      from: "2012-07-01",
      until: null,
    },
  ],
  params: {},
  wording: {
    malformed: {
      message: { zh: "发文字号“{found}”{faults}", en: "Document number {found}: {faults}" },
      expected: { zh: "{suggestion}", en: "{suggestion}" },
      actual: { zh: "{found}", en: "{found}" },
      remedy: {
        zh: "核对原文后改为“{suggestion}”；原文即如此的，今后发文按国家标准编号",
        en: "Check the original and write {suggestion}; if the original is so, number by the standard henceforth",
      },
    },
  },
  terms: {
    brackets: { zh: "年份没有用六角括号", en: "the year is not in tortoise-shell brackets" },
    year: { zh: "年份不是四位", en: "the year has not four digits" },
    ordinal: { zh: "序号前加了“第”", en: "第 before the serial" },
    padded: { zh: "序号编了虚位", en: "the serial is padded with zeros" },
    unmarked: { zh: "末尾缺“号”", en: "号 is missing at the end" },
  },
  target: "item",
  needs: ["documentNumber"],

  appliesTo: () => true,

  judge({ documentNumber, writtenOn }, { today }) {
    if (documentNumber.value === null) return inapplicable();
    const numbers = documentNumber.value.split(BETWEEN_NUMBERS).flatMap((n) => partsOf(n, today) ?? []);
    const faulty = numbers.find(({ faults }) => faults.length > 0);
    if (!faulty) return numbers.length > 0 ? passed : inapplicable({ because: "another-kind" });
    if (faulty.year < 2012) return inapplicable({ because: "before-the-standard" });
    if (faulty.year === 2012) {
      if (!writtenOn.known) return cantTell(writtenOn.reason);
      if (writtenOn.value === null || writtenOn.value < STANDARD_FROM)
        return inapplicable({ because: "before-the-standard" });
    }
    const { found, suggestion, faults } = faulty;
    const because = [quoting(documentNumber, found), ...(faulty.year === 2012 ? [writtenOn] : [])];
    return failed("malformed", { found, suggestion, faults }, because, {
      confidence: DOCUMENT_LETTERS.test(faulty.letters) ? "confirmed" : "suspected",
    });
  },

  examples: {
    passed: [
      { why: "规范的发文字号", given: numbered("云民政发〔2016〕44号") },
      { why: "代字和序号之间的空格是排版", given: numbered("云民政办函〔2016〕 44 号") },
      { why: "一位数的序号", given: numbered("云民政函〔2016〕1号") },
      { why: "电报", given: numbered("云政办发明电〔2016〕12号") },
      { why: "序号以零结尾不是虚位", given: numbered("云民政发〔2016〕100号") },
      { why: "代字不常见，但形式规范", given: numbered("云财农〔2016〕7号") },
      { why: "两个文号都规范", given: numbered("云民政发〔2016〕3号、云财社发〔2016〕8号") },
    ],
    failed: [
      {
        why: "半角方括号",
        given: numbered("云民政办函[2016]35号"),
        data: { found: "云民政办函[2016]35号", suggestion: "云民政办函〔2016〕35号", faults: ["brackets"] },
        confidence: "confirmed",
      },
      {
        why: "全角方括号",
        given: numbered("云民政发［2016］35号"),
        data: { found: "云民政发［2016］35号", suggestion: "云民政发〔2016〕35号", faults: ["brackets"] },
      },
      {
        why: "半角圆括号",
        given: numbered("云民政发(2016)35号"),
        data: { found: "云民政发(2016)35号", suggestion: "云民政发〔2016〕35号", faults: ["brackets"] },
      },
      {
        why: "全角圆括号",
        given: numbered("云民政发（2016）35号"),
        data: { found: "云民政发（2016）35号", suggestion: "云民政发〔2016〕35号", faults: ["brackets"] },
      },
      {
        why: "方头括号",
        given: numbered("云民政发【2016】35号"),
        data: { found: "云民政发【2016】35号", suggestion: "云民政发〔2016〕35号", faults: ["brackets"] },
      },
      {
        why: "小号的六角括号",
        given: numbered("云民政发﹝2016﹞35号"),
        data: { found: "云民政发﹝2016﹞35号", suggestion: "云民政发〔2016〕35号", faults: ["brackets"] },
        severity: "minor",
        quotes: ["云民政发﹝2016﹞35号"],
      },
      {
        why: "左右括号不一样",
        given: numbered("云民政发〔2016]35号"),
        data: { found: "云民政发〔2016]35号", suggestion: "云民政发〔2016〕35号", faults: ["brackets"] },
      },
      {
        why: "只有右括号是对的",
        given: numbered("云民政发[2016〕35号"),
        data: { found: "云民政发[2016〕35号", suggestion: "云民政发〔2016〕35号", faults: ["brackets"] },
      },
      {
        why: "没有括号，空了两格",
        given: numbered("云民政发2016  35号"),
        data: { found: "云民政发2016  35号", suggestion: "云民政发〔2016〕35号", faults: ["brackets"] },
      },
      {
        why: "没有括号，只有空格",
        given: numbered("云民政发2016 35号"),
        data: { found: "云民政发2016 35号", suggestion: "云民政发〔2016〕35号", faults: ["brackets"] },
      },
      {
        why: "两位年份",
        given: numbered("云民政发〔16〕35号"),
        data: { found: "云民政发〔16〕35号", suggestion: "云民政发〔2016〕35号", faults: ["year"] },
      },
      {
        why: "加了“第”",
        given: numbered("云民政发〔2016〕第35号"),
        data: { found: "云民政发〔2016〕第35号", suggestion: "云民政发〔2016〕35号", faults: ["ordinal"] },
      },
      {
        why: "编虚位",
        given: numbered("云民政发〔2016〕035号"),
        data: { found: "云民政发〔2016〕035号", suggestion: "云民政发〔2016〕35号", faults: ["padded"] },
      },
      {
        why: "缺“号”",
        given: numbered("云民政发〔2016〕35"),
        data: { found: "云民政发〔2016〕35", suggestion: "云民政发〔2016〕35号", faults: ["unmarked"] },
      },
      {
        why: "错了好几处",
        given: numbered("云民政发[16]第035"),
        data: {
          found: "云民政发[16]第035",
          suggestion: "云民政发〔2016〕35号",
          faults: ["brackets", "year", "ordinal", "padded", "unmarked"],
        },
      },
      {
        why: "代字不像发文代字，只能是疑似",
        given: numbered("云财农[2016]7号"),
        data: { found: "云财农[2016]7号", suggestion: "云财农〔2016〕7号", faults: ["brackets"] },
        confidence: "suspected",
      },
      {
        why: "代字里有“文”，但不在末尾，也只能是疑似",
        given: numbered("云文广新[2016]7号"),
        data: { found: "云文广新[2016]7号", suggestion: "云文广新〔2016〕7号", faults: ["brackets"] },
        confidence: "suspected",
      },
      {
        why: "信息化办公室的文件，不是简报、信息",
        given: numbered("云信息办发[2016]3号"),
        data: { found: "云信息办发[2016]3号", suggestion: "云信息办发〔2016〕3号", faults: ["brackets"] },
        confidence: "confirmed",
      },
      {
        why: "两个文号分两行，后一个不规范",
        given: numbered("云民政发〔2016〕3号\n　　云财社发[2016]8号"),
        data: { found: "云财社发[2016]8号", suggestion: "云财社发〔2016〕8号", faults: ["brackets"] },
      },
      {
        why: "两个文号，后一个不规范",
        given: numbered("云民政发〔2016〕3号，云财社发[2016]8号"),
        data: { found: "云财社发[2016]8号", suggestion: "云财社发〔2016〕8号", faults: ["brackets"] },
      },
      {
        why: "国家标准施行当天成文",
        given: article({
          documentNumber: known("云民政发[2012]21号"),
          writtenOn: known("2012-07-01"),
        }),
        data: { found: "云民政发[2012]21号", suggestion: "云民政发〔2012〕21号", faults: ["brackets"] },
        quotes: ["云民政发[2012]21号", "2012-07-01"],
      },
    ],
    cantTell: [
      { why: "文章页打不开", given: article({ documentNumber: unknown("timeout") }), reason: "timeout" },
      {
        why: "2012年的文件，成文日期读不出",
        given: article({
          documentNumber: known("云民政发[2012]21号"),
          writtenOn: unknown("unreadable"),
        }),
        reason: "unreadable",
      },
    ],
    inapplicable: [
      { why: "没有信息", given: unit([]) },
      { why: "没有文号", given: article({}) },
      { why: "政府令", given: numbered("云泽市人民政府令第12号"), because: "another-kind" },
      { why: "政府令带年份", given: numbered("云泽市人民政府令[2016]第3号") },
      { why: "公告按年编号", given: numbered("2016年第3号") },
      { why: "公告本来就用“第”", given: numbered("市民政局公告〔2016〕第5号") },
      { why: "会议纪要", given: numbered("云民政专题会议纪要[2016]3号") },
      { why: "司法文书以年份开头，用圆括号", given: numbered("(2016)鄂9999民初12号") },
      { why: "会议纪要，代字以“纪”结尾", given: numbered("云民政纪[2016]3号") },
      { why: "决定，不带“书”字", given: numbered("云民政决定[2016]3号") },
      { why: "行政许可证，不带“字”", given: numbered("云食药监证[2016]12号") },
      { why: "没有括号，年份只有两位，说不清是什么", given: numbered("云民政发16 35号") },
      { why: "没有括号，也没有空格，说不清是什么", given: numbered("云民政发201635号") },
      { why: "索引号和文号连在一起，读到的不准", given: numbered("011043-2016-00012 云民政发[2016]35号") },
      { why: "行政处罚决定书", given: numbered("云民政罚字[2016]第008号") },
      { why: "行政许可决定书", given: numbered("云民政许准字（2016）第12号") },
      { why: "仲裁案号", given: numbered("云劳人仲案字[2016]第012号") },
      { why: "土地出让、征收公告的编号", given: numbered("云土告字[2016]12号") },
      { why: "工伤认定书", given: numbered("云人社认字[2016]0123号") },
      { why: "采购项目的编号", given: numbered("云采公字[2016]012号") },
      { why: "只写“编号”，不是代字", given: numbered("编号(2016)12") },
      { why: "公示的编号", given: numbered("任前公示[2017]第3号") },
      { why: "规划许可证", given: numbered("建字第420000201600012号") },
      { why: "标准编号", given: numbered("GB/T 33000-2016") },
      { why: "“文号”一栏填的是“无”", given: numbered("无") },
      { why: "文号在年份之后断了，读到的不全", given: numbered("云民政发[2016]") },
      { why: "两个序号合写，不是一个文号", given: numbered("云民政发[2016]3、4号") },
      {
        why: "2011年的文件，国家标准还没有施行",
        given: numbered("云民政发[2011]35号"),
        because: "before-the-standard",
      },
      { why: "1998年的两位年份", given: numbered("云民政发[98]35号") },
      {
        why: "国家标准施行前一天成文",
        given: article({
          documentNumber: known("云民政发[2012]21号"),
          writtenOn: known("2012-06-30"),
        }),
      },
      {
        why: "2012年的文件，页面上没有成文日期",
        given: numbered("云民政发[2012]21号"),
        because: "before-the-standard",
      },
    ],
  },
});

/** The day on which the standard came into force. */
const STANDARD_FROM: CalendarDate = "2012-07-01";

/** `3、4号` is one number of two documents; what follows must have letters of its own. */
const BETWEEN_NUMBERS = /[、，,；;\n](?=\s{0,9}\p{Script=Han}{2})/u;

/** A year in brackets; a bare one needs all four digits, and a gap behind it. */
const FORM =
  /^(?<letters>\p{Script=Han}{2,16})(?:(?<open>[〔[［【(（﹝〈<{「])(?<year>(?:19|20)?\d{2})(?<close>[〕\]］】)）﹞〉>}」])|(?<bare>(?:19|20)\d{2})-)(?<ordinal>第?)(?<serial>\d{1,5})(?<mark>号?)$/u;

/** Letters of what is not numbered as documents are: orders, announcements, minutes, licences, penalties, courts. */
const ANOTHER_KIND =
  /(?:令|公告|通告|布告|公报|纪要?|简报|信息|决定书?|[许准罚证处裁仲诉执检撤责催停强扣封缴]字?|[决鉴建地选案告认标资]字|公示|编号|审批|[民刑行]初)$|罚|许可|执法|调解|公证|鉴定|检验|检测|登记|备案|招标|采购|采公|采竞|采磋|采询|合同/;

/** How the letters of a document end: 政发、办函、发电、字、文、规、任. */
const DOCUMENT_LETTERS = /(?:[发函办字文规电通呈报复任议]|公开)$/;

interface NumberParts {
  readonly found: string;
  readonly letters: string;
  readonly year: number;
  /** The number as the standard writes it. */
  readonly suggestion: string;
  /** Keys of the rule's terms; empty where it is well formed. */
  readonly faults: readonly string[];
}

/** A document number taken apart; null where `text` is none, or one of another kind. */
function partsOf(text: string, today: CalendarDate): NumberParts | null {
  const found = text.trim();
  // Spaces are the layout's, but one may stand where the brackets are missing.
  const tight = found.replace(/(?<=\d)\s+(?=\d)/g, "-").replace(/[\s\u200b]/g, "");
  const parts = FORM.exec(tight)?.groups;
  if (!parts) return null;
  const { letters = "", open, close, bare, ordinal, serial, mark } = parts;
  if (ANOTHER_KIND.test(letters)) return null;
  const year = bare ?? parts.year ?? "";
  const fullYear = year.length === 4 ? Number(year) : centuryOf(Number(year), today) + Number(year);
  const faults = [
    open === "〔" && close === "〕" ? [] : ["brackets"],
    year.length === 4 ? [] : ["year"],
    ordinal === "" ? [] : ["ordinal"],
    serial === `${Number(serial)}` ? [] : ["padded"],
    mark === "号" ? [] : ["unmarked"],
  ].flat();
  const suggestion = `${letters}〔${fullYear}〕${Number(serial)}号`;
  return { found, letters, year: fullYear, suggestion, faults };
}

/** Two digits of a year mean the latest such year that is not yet to come. */
function centuryOf(twoDigits: number, today: CalendarDate): 1900 | 2000 {
  return 2000 + twoDigits <= Number(today.slice(0, 4)) ? 2000 : 1900;
}

function numbered(documentNumber: string) {
  return article({ documentNumber: known(documentNumber) });
}
