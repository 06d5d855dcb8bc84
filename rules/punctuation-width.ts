import { article, known, unit, unknown } from "../audit/example.ts";
import { defineRule, failed, gapIn, passed, quoting } from "../audit/rule.ts";

export const punctuationWidth = defineRule({
  id: "punctuation-width",
  group: "malformed-items",
  title: { zh: "半角标点", en: "Half-width punctuation" },
  about: {
    zh: "标题和正文中，汉字与汉字之间用了半角的逗号、分号、冒号、问号、叹号或括号。数字、字母、网址旁边的半角标点不算，汉字比例（三:一）不算。一条信息只算一个问题。",
    en: "A half-width comma, semicolon, colon, question mark, exclamation mark or bracket between two Chinese characters of the title or text. Beside digits, letters or addresses it is no fault, nor in a ratio of Chinese numerals. One finding an item.",
  },
  severity: "minor",
  basis: [
    {
      document: "本市巡查参数",
      clause: "中文标题和正文使用全角标点",
      from: null,
      until: null,
    },
  ],
  params: {
    minCount: {
      default: 1,
      min: 1,
      unit: "characters",
      about: { zh: "至少有几处才算", en: "how many make a fault" },
    },
  },
  wording: {
    halfWidth: {
      message: {
        zh: "汉字之间有{count}处半角标点，如“{excerpt}”",
        en: "{count} half-width marks between Chinese characters, such as {excerpt}",
      },
      expected: { zh: "中文使用全角标点", en: "Full-width punctuation in Chinese" },
      actual: { zh: "半角标点{count}处", en: "{count} half-width marks" },
      remedy: { zh: "将半角标点改为全角", en: "Replace them by full-width marks" },
    },
  },
  target: "item",
  needs: [],

  appliesTo: () => true,

  judge({ title, body }, { params }) {
    const parts = [title, body].flatMap((fact) => {
      const places = fact.known ? halfWidthIn(fact.value) : [];
      return fact.known && places[0] !== undefined
        ? [{ fact, count: places.length, excerpt: around(fact.value, places[0]) }]
        : [];
    });
    const count = parts.reduce((sum, part) => sum + part.count, 0);
    const [first] = parts;
    if (!first || count < params.minCount) return gapIn([title, body]) ?? passed;
    const because = parts.map(({ fact, excerpt }) => quoting(fact, excerpt));
    return failed("halfWidth", { count, excerpt: first.excerpt }, because);
  },

  examples: {
    passed: [
      { why: "全角标点", given: text("各镇、街道：现将有关事项通知如下，请遵照执行；（附件略）") },
      { why: "时间里的冒号", given: text("会议9:30开始，上午10:00结束") },
      { why: "数字里的逗号", given: text("拨付资金1,250,000元") },
      { why: "汉字与数字之间的括号", given: text("参会人员(12)人") },
      { why: "网址和邮箱", given: text("网址http://portal.test/a?b=1,请登录") },
      { why: "英文", given: text("主题为Open, fair and safe: a city for all!") },
      { why: "公司名称里夹着英文", given: text("示例(China)有限公司") },
      { why: "句号不在此列", given: text("会议结束.请各单位落实") },
      { why: "汉字比例", given: text("按三:一的比例配套") },
      { why: "标点后面是空格", given: text("姓名: 张某, 电话见附件") },
      { why: "标点在一行的开头或末尾", given: text("(附件略)\n联系方式:\n,") },
      { why: "没有正文", given: article({ body: known("") }) },
      {
        why: "设定三处才算，只有两处",
        given: text("会议强调,要抓好落实,务求实效。"),
        params: { minCount: 3 },
      },
    ],
    failed: [
      {
        why: "半角逗号",
        given: text("会议强调,要抓好落实。"),
        data: { count: 1, excerpt: "会议强调,要抓好落实。" },
        confidence: "confirmed",
        severity: "minor",
      },
      {
        why: "分号、冒号、问号、叹号各一处",
        given: text("一是抓紧;二是抓实。他说:好!大家问:行吗?行。"),
        data: { count: 5, excerpt: "一是抓紧;二是抓实。他说:好!" },
      },
      {
        why: "标题里的半角括号，正文没有问题",
        given: article({ title: known("养老服务补贴办法(试行)"), body: known("内容。") }),
        data: { count: 1, excerpt: "养老服务补贴办法(试行)" },
      },
      {
        why: "一行很长的，只引前后十个字",
        given: text("会议传达学习了上级有关文件精神,并对下一阶段各项工作作了安排部署"),
        data: { count: 1, excerpt: "习了上级有关文件精神,并对下一阶段各项工作" },
      },
      {
        why: "只引所在的一行",
        given: text("工作动态\n会议强调,要抓好落实。\n市民政局"),
        data: { count: 1, excerpt: "会议强调,要抓好落实。" },
      },
      {
        why: "括号前后都是汉字，左右各算一处",
        given: text("办法(试行)自即日起执行"),
        data: { count: 2, excerpt: "办法(试行)自即日起执行" },
      },
      {
        why: "标题有一处，正文还没有读出",
        given: article({ title: known("通知:明日停水"), body: unknown("needs-browser") }),
        data: { count: 1, excerpt: "通知:明日停水" },
      },
      {
        why: "扩展区汉字也是汉字",
        given: text("张𠮷,李某"),
        data: { count: 1, excerpt: "张𠮷,李某" },
      },
    ],
    cantTell: [
      {
        why: "文章页打不开",
        given: article({ title: unknown("timeout"), body: unknown("timeout") }),
        reason: "timeout",
      },
      {
        why: "标题没有问题，正文读不出",
        given: article({ body: unknown("needs-browser") }),
        reason: "needs-browser",
      },
    ],
    inapplicable: [{ why: "没有信息", given: unit([]) }],
  },
});

// The mark comes first in it: there are few of them to look around.
const HALF_WIDTH = /[,;:?!()](?=\p{Script=Han})(?<=\p{Script=Han}.)/gu;
const RATIO = /[一二三四五六七八九十百]:[一二三四五六七八九十百]/;

/** Where half-width marks stand between two Chinese characters. */
function halfWidthIn(text: string): number[] {
  return [...text.matchAll(HALF_WIDTH)]
    .map(({ index }) => index)
    .filter((at) => !RATIO.test(text.slice(at - 1, at + 2)));
}

/** The words around a place, within its line. */
function around(text: string, at: number): string {
  const before = text.slice(text.lastIndexOf("\n", at) + 1, at);
  const after = text.slice(at, at + 21).replace(/\n.*/s, "");
  return [...before].slice(-10).join("") + [...after].slice(0, 11).join("");
}

function text(body: string) {
  return article({ body: known(body) });
}
