import { article, column, item, known, unit, unknown } from "../audit/example.ts";
import { cantTell, defineRule, type FailedOptions, failed, passed } from "../audit/rule.ts";
import { withoutBlanks } from "../domain/blanks.ts";

export const damagedTitle = defineRule({
  id: "damaged-title",
  group: "malformed-items",
  title: { zh: "标题不完整", en: "Damaged title" },
  about: {
    zh: "文章页的标题为空、是占位文字（测试、新建文档）、以省略号截断、书名号引号括号不成对，或者“关于印发的通知”这样，书名号里的内容丢失。列表把标题截短不算错；全角半角括号混用不在此列；以“……”结尾的可能是修辞，只作疑似。",
    en: "The title of the article page is empty, a placeholder (测试, 新建文档), cut off with dots, has unpaired 《》 “” （）, or has lost what stood in 《》, as in 关于印发的通知. A list that shortens titles is no fault, nor are brackets of mixed width; a title that ends in …… may do so for effect and is only suspected.",
  },
  severity: "minor",
  basis: [{ document: "本市巡查参数", clause: "信息标题应当完整、准确", from: null, until: null }],
  params: {},
  wording: {
    empty: {
      message: { zh: "文章页没有标题", en: "The article page has no title" },
      expected: { zh: "完整的标题", en: "A whole title" },
      actual: { zh: "标题为空", en: "The title is empty" },
      remedy: { zh: "补上标题", en: "Give it a title" },
    },
    placeholder: {
      message: { zh: "标题“{found}”是占位文字", en: "The title {found} is a placeholder" },
      expected: { zh: "说明内容的标题", en: "A title that says what it is about" },
      actual: { zh: "{found}", en: "{found}" },
      remedy: { zh: "改为正式标题；测试信息应当删除", en: "Give it its title; delete it if it was a test" },
    },
    "cut-off": {
      message: { zh: "标题“{found}”没有写完", en: "The title {found} is cut off" },
      expected: { zh: "完整的标题", en: "A whole title" },
      actual: { zh: "{found}", en: "{found}" },
      remedy: { zh: "补全标题", en: "Complete the title" },
    },
    unbalanced: {
      message: { zh: "标题“{found}”中 {mark} 不成对", en: "{mark} is unpaired in the title {found}" },
      expected: { zh: "书名号、引号、括号成对", en: "Paired brackets and quotation marks" },
      actual: { zh: "{found}", en: "{found}" },
      remedy: { zh: "对照原文补全标题", en: "Complete the title from the original" },
    },
    swallowed: {
      message: {
        zh: "标题“{found}”中“{mark}”之后丢失了内容",
        en: "Something is lost after {mark} in the title {found}",
      },
      expected: { zh: "写明所印发、施行的文件名称", en: "The name of the document in question" },
      actual: { zh: "{found}", en: "{found}" },
      remedy: {
        zh: "对照原文补上书名号中的文件名称",
        en: "Restore the name of the document from the original",
      },
    },
  },
  target: "item",
  needs: ["title"],
  // An empty title is one fault, whichever rule says so.
  yieldsTo: [
    {
      rule: "missing-element",
      scope: "item",
      when: (theirs, ours) =>
        ours.wording === "empty" &&
        Array.isArray(theirs.data.elements) &&
        theirs.data.elements.includes("title"),
    },
  ],

  appliesTo: () => true,

  judge({ title, listTitle }) {
    const found = title.value.replace(/\s+/g, " ").trim();
    const fault = faultIn(found);
    // The list knows what stands before these words: only their second line was read as the title.
    if (fault && withoutBlanks(listTitle).indexOf(withoutBlanks(found)) > 0) return cantTell("unreadable");
    return fault ? failed(fault.wording, { found, ...fault.data }, [title], fault.options) : passed;
  },

  examples: {
    passed: [
      { why: "平常的标题", given: titled("市民政局召开工作会议") },
      {
        why: "书名号里套书名号",
        given: titled("关于贯彻《关于施行〈村民自治办法〉若干问题的意见》的通知"),
      },
      {
        why: "里外都用双书名号",
        given: titled("关于转发《关于印发《村民自治办法》的通知》的通知"),
      },
      { why: "双引号里套单引号", given: titled("我市开展“弘扬‘工匠精神’”活动") },
      { why: "括号全角半角混用，是宽度问题", given: titled("关于评选结果的公示（第一批)") },
      { why: "半角括号成对", given: titled("养老服务补贴办法(试行)") },
      {
        why: "数字、字母后面的半个括号是序号",
        given: titled("1）申请须知 12）办理流程", "一）申请须知，十二）办理流程", "a)申请须知 B)办理流程"),
      },
      {
        why: "括号里以数字结尾，前面是横线、空格或顿号",
        given: titled("拟奖补对象公示（2017-07）", "关于第三批名单的公示（2016年 3）", "行程公告（第1、2）"),
      },
      { why: "括号里只有序号", given: titled("关于评选结果的公示（一）", "关于评选结果的公示(12)") },
      { why: "写明了所印发的文件", given: titled("关于印发养老服务补贴办法的通知") },
      { why: "“印发”之后另有宾语，“的通知”在后", given: titled("关于印发有关规定的通知") },
      { why: "废止的对象是“有关文件”，没有丢失", given: titled("关于废止有关文件的决定") },
      { why: "贯彻的对象是“有关规定”，没有丢失", given: titled("关于贯彻有关规定的通知") },
      {
        why: "“关于发布的”“关于印发的”之后还有下文",
        given: titled("关于发布的公告栏管理事项的说明", "关于印发的通知书的说明"),
      },
      { why: "法院执行工作的“若干问题”", given: titled("关于法院执行若干问题的说明") },
      {
        why: "说的就是测试、新建、文档、标题的",
        given: titled(
          "关于开展普通话水平测试",
          "测试工作会议",
          "我市新建文件",
          "新建文档管理系统投入使用",
          "无标题的照片",
          "关于规范公文标题",
          "标题写作培训",
          "aab",
        ),
      },
      { why: "省略号在标题中间", given: titled("“我们村……变了”：一位老支书的讲述") },
      { why: "末尾是句号，一个或两个", given: titled("会议纪要.", "会议纪要..", "会议纪要。。") },
      {
        why: "列表把标题截短，文章页是完整的",
        given: article({ title: known("市民政局召开年度工作会议"), listTitle: "市民政局召开年度…" }),
      },
      {
        why: "列表在前面加了栏目名，文章页的标题没有毛病",
        given: article({ title: known("市民政局召开工作会议"), listTitle: "【要闻】市民政局召开工作会议" }),
      },
      { why: "标题只有“公告”二字，太简略，但没有损坏", given: titled("公告") },
      { why: "分秒的记号不是引号", given: titled("中学生5’30”长跑比赛") },
    ],
    failed: [
      {
        why: "标题是空的，栏目不在目录之内",
        given: article({ title: known(" ") }, null),
        data: { found: "" },
      },
      { why: "测试信息", given: titled("测试"), data: { found: "测试" }, confidence: "confirmed" },
      { why: "测试信息带编号", given: titled("测试信息12"), data: { found: "测试信息12" } },
      { why: "英文的测试", given: titled("Test 1"), data: { found: "Test 1" } },
      {
        why: "没有改名的文档",
        given: titled("新建 Microsoft Word 文档"),
        data: { found: "新建 Microsoft Word 文档" },
      },
      { why: "模板的占位文字", given: titled("请输入标题"), data: { found: "请输入标题" } },
      { why: "随手敲的字母", given: titled("aaa"), data: { found: "aaa" } },
      {
        why: "其他各种占位文字",
        ...all(
          "测试测试",
          "测试 文章 3",
          "testing",
          "testTest",
          "无标题",
          "无标题文档 2",
          "未命名 12",
          "新建文档",
          "新建文档1",
          "新建 文本文档 12.txt",
          "新建 文本文档.txt",
          "新建 Microsoft Office Word 文档（2）",
          "新建 Excel 工作表(12).xlsx",
          "标题",
          "新闻标题",
          "请在此填写文章标题",
          "1111",
          "asdf",
          "asdfgh",
          "qwerty",
        ),
        data: { found: "测试测试" },
      },
      {
        why: "以一个省略号截断",
        given: titled("市民政局关于进一步加强农村…"),
        data: { found: "市民政局关于进一步加强农村…" },
        confidence: "confirmed",
      },
      {
        why: "以三个点截断",
        given: titled("市民政局关于进一步加强农村..."),
        data: { found: "市民政局关于进一步加强农村..." },
      },
      {
        why: "以更多的点截断",
        given: titled("市民政局关于进一步加强农村………", "加强农村.....", "加强农村。。。"),
        data: { found: "市民政局关于进一步加强农村………" },
        confidence: "confirmed",
        quotes: ["市民政局关于进一步加强农村………", "加强农村.....", "加强农村。。。"],
      },
      {
        why: "以中文省略号结尾，可能是修辞，只能是疑似",
        given: titled("那一年，我们走过的路……"),
        data: { found: "那一年，我们走过的路……" },
        confidence: "suspected",
      },
      {
        why: "少了后一个书名号",
        given: titled("关于印发《养老服务补贴办法的通知"),
        data: { found: "关于印发《养老服务补贴办法的通知", mark: "《" },
      },
      {
        why: "少了前一个书名号",
        given: titled("关于印发养老服务补贴办法》的通知"),
        data: { found: "关于印发养老服务补贴办法》的通知", mark: "》" },
      },
      {
        why: "里层的书名号少了一半",
        given: titled("关于转发《关于印发《村民自治办法》的通知的通知"),
        data: { found: "关于转发《关于印发《村民自治办法》的通知的通知", mark: "《" },
      },
      {
        why: "引号只有前一半",
        given: titled("我市开展“敬老月活动"),
        data: { found: "我市开展“敬老月活动", mark: "“" },
      },
      {
        why: "括号只有前一半",
        given: titled("关于评选结果的公示（第一批"),
        data: { found: "关于评选结果的公示（第一批", mark: "（" },
      },
      {
        why: "括号前后颠倒",
        given: titled("关于评选结果的公示）第一批（"),
        data: { found: "关于评选结果的公示）第一批（", mark: "）" },
      },
      {
        why: "不是序号的半个括号",
        given: titled("评选结果的公示第12）", "123）评选结果", "评选结果的公示123）"),
        data: { found: "评选结果的公示第12）", mark: "）" },
        quotes: ["评选结果的公示第12）", "123）评选结果", "评选结果的公示123）"],
      },
      {
        why: "标题断成两行",
        given: titled(" 关于印发《养老服务\n　补贴办法的通知 "),
        data: { found: "关于印发《养老服务 补贴办法的通知", mark: "《" },
      },
      {
        why: "“施行”之后的法规名称丢失",
        given: titled("《关于施行若干问题的意见》"),
        data: { found: "《关于施行若干问题的意见》", mark: "施行" },
        confidence: "confirmed",
      },
      {
        why: "“印发”之后的文件名称丢失",
        given: titled("市民政局关于印发的通知"),
        data: { found: "市民政局关于印发的通知", mark: "印发" },
        confidence: "confirmed",
      },
      {
        why: "书名号里是空的",
        given: titled("市民政局关于印发《》的通知"),
        data: { found: "市民政局关于印发《》的通知", mark: "印发" },
      },
      {
        why: "丢失名称的其他说法",
        ...all(
          "关于贯彻落实的若干意见",
          "关于修订的几点意见",
          "关于印发的通知（试行）",
          "《关于转发的函》",
          "关于印发《 》的通知",
          "关于印发〈〉的通知",
          "关于贯彻若干问题的意见",
          "关于贯彻执行若干问题的意见",
        ),
        data: { found: "关于贯彻落实的若干意见", mark: "贯彻落实" },
        confidence: "confirmed",
      },
      {
        why: "“执行”之后像是丢失了名称，但也可能指法院执行，只能是疑似",
        given: titled("关于执行若干问题的意见"),
        data: { found: "关于执行若干问题的意见", mark: "执行" },
        confidence: "suspected",
      },
    ],
    cantTell: [
      {
        why: "文章页打不开，列表里的标题不能代替",
        given: article({ title: unknown("timeout") }),
        reason: "timeout",
      },
      {
        why: "列表里这几个字之前还有话，文章页只读到后半行",
        given: article({ title: known("办法》 的通知"), listTitle: "关于印发《养老服务 补贴办法》的通知" }),
        reason: "unreadable",
      },
      {
        why: "列表里的标题截断了，文章页读不出",
        given: article({ title: unknown("unreadable"), listTitle: "市民政局召开年度…" }),
        reason: "unreadable",
      },
    ],
    inapplicable: [{ why: "没有信息", given: unit([]) }],
  },
});

interface Fault {
  readonly wording: string;
  readonly data?: { readonly mark: string };
  readonly options?: FailedOptions;
}

/** What is wrong with a title, the surest first; null where nothing is. */
function faultIn(title: string): Fault | null {
  if (title === "") return { wording: "empty" };
  if (PLACEHOLDER.test(withoutBlanks(title))) return { wording: "placeholder" };
  const cut = CUT_OFF.exec(title)?.[0];
  if (cut) return { wording: "cut-off", options: { confidence: cut === "……" ? "suspected" : "confirmed" } };
  for (const pair of PAIRS) {
    const mark = unpaired(title, pair);
    if (mark) return { wording: "unbalanced", data: { mark } };
  }
  for (const { form, confidence } of SWALLOWED) {
    const mark = form.exec(title)?.groups?.verb;
    if (mark) return { wording: "swallowed", data: { mark }, options: { confidence } };
  }
  return null;
}

/** Tried on a title without its spaces. */
const PLACEHOLDER =
  /^(?:(?:测试|test(?:ing)?)+(?:文章|信息|标题|内容|稿件|数据|页面|新闻)?\d{0,3}|新建(?:microsoft(?:office)?)?(?:word|excel|wps|文本)?(?:文档|工作表|文件)(?:[(（]\d+[)）]|\d{1,3})?(?:\.\w+)?|(?:无标题|未命名)(?:文档)?\d{0,3}|(?:文章|信息|新闻)?标题|请(?:在此)?(?:输入|填写)(?:文章|信息)?标题|([a-z\d])\1{2,}|asdf\w{0,4}|qwer\w{0,4})$/i;

/** From the first dot of a row on: a long row in the middle is not walked again from each. */
const CUT_OFF = /(?<![….。])(?:…+|\.{3,}|。{3,})$/;

/** Families of marks that must pair up; brackets of either width are one family. */
const PAIRS = [
  { open: "《", close: "》" },
  { open: "“", close: "”" },
  { open: "（(", close: "）)" },
] as const;

/** The first mark of a family without its partner; null where all have theirs, or have without what only looks like one. */
function unpaired(title: string, pair: (typeof PAIRS)[number]): string | null {
  return lonelyIn(title, pair) && lonelyIn(title.replace(PART_NUMBER, "").replace(SECONDS, ""), pair);
}

/** 1）and a) number the parts of a list. */
const PART_NUMBER = /(?<![（(\p{L}\d])(?:\d{1,2}|[a-z]|[一二三四五六七八九十]{1,2})[)）]/giu;

/** 5’30” */
const SECONDS = /(?<=\d’\d{1,2})”/g;

function lonelyIn(text: string, { open, close }: (typeof PAIRS)[number]): string | null {
  const waiting: string[] = [];
  for (const mark of text) {
    if (open.includes(mark)) waiting.push(mark);
    else if (close.includes(mark) && waiting.pop() === undefined) return mark;
  }
  return waiting[0] ?? null;
}

/** Verbs whose object, the name of a document, stood in 《》 and was taken for a tag. */
const SWALLOWED: readonly { readonly form: RegExp; readonly confidence: "confirmed" | "suspected" }[] = [
  {
    form: /关于(?<verb>印发|转发|批转|颁布|发布|公布|施行|实施|修订|修改|废止|贯彻(?:落实|执行|实施)?)(?:《\s*》|〈\s*〉|的(?:若干|几点)?(?:通知|决定|公告|通告|意见|函|批复|命令)(?:》|$|[（(]))/,
    confidence: "confirmed",
  },
  { form: /关于(?<verb>施行|贯彻(?:落实|执行|实施)?)若干问题的/, confidence: "confirmed" },
  { form: /关于(?<verb>执行|实施)(?:若干|有关|几个)问题的/, confidence: "suspected" },
];

/** Each of these, which the evidence quotes whole. */
function all(...titles: readonly string[]) {
  return { given: titled(...titles), quotes: titles };
}

function titled(...titles: readonly string[]) {
  const items = titles.map((title, n) =>
    item({ url: `http://portal.test/mzj/${n + 1}.html`, title: known(title) }),
  );
  return unit([column("05.01", items)]);
}
