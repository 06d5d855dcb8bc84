import { article, known, unit, unknown } from "../audit/example.ts";
import { defineRule, failed, passed, quoting } from "../audit/rule.ts";
import { exceeds, type StatedSum, statedSumsIn } from "../audit/stated-sum.ts";
import { tableSumsIn } from "../audit/table-sum.ts";

export const sumMismatch = defineRule({
  id: "sum-mismatch",
  group: "malformed-items",
  title: { zh: "合计与分项不符", en: "Total and parts disagree" },
  about: {
    zh: "一句话里写明了合计（共、共计、合计、总计），又用同一个单位逐项列出各部分，而各部分加起来不等于合计。只看写全了的：分项有“等”“约”“余”、有范围、有汉字数字，合计是累计数、扣除数或只算其中几项，差额在前文出现过的，都不判。以元、亩、吨等计量的，四舍五入的误差不算，超出的为疑似；“其中”后面的不必加得满，只有超过总数才是疑似。分项用顿号连着列出、按件按个数的，认定。表格只看一行一条、各格都有数字、最下一行合计的：别的栏都加得起来，只有一栏不对，或者各行的小计都对，只有一行不对，而且超出取整的误差，为疑似。",
    en: "A sentence states a total and lists its parts in the same unit, and the parts do not add up to it. Only lists that are whole: with “etc.”, “about”, ranges or numbers in words, with a total that is cumulative, net or of some of the parts alone, or with a difference that the text has named before, nothing is wrong. Of what is measured (money, areas, weights) rounding is allowed, and what exceeds it is suspected; parts introduced by 其中 need not be all, and are suspected only where they are more than the whole. Parts in one row of what is counted are confirmed. Of tables only plain ones are looked at, with figures in every cell and a single total below: one column that does not add up while another does, or one row whose total is wrong while all others are right, by more than rounding, is suspected.",
  },
  severity: "minor",
  basis: [
    {
      document: "本市巡查参数",
      clause: "公开的数字应当前后一致，合计等于各分项之和",
      from: null,
      until: null,
    },
  ],
  params: {},
  wording: {
    differs: {
      message: {
        zh: "合计写为{total}{unit}，各分项相加为{sum}{unit}",
        en: "The total is stated as {total} {unit}; its parts come to {sum} {unit}",
      },
      expected: { zh: "合计等于各分项之和", en: "The total is the sum of its parts" },
      actual: { zh: "分项{parts}，合计{total}{unit}", en: "Parts {parts}; total {total} {unit}" },
      remedy: { zh: "核对原始数据，改正有误的数字", en: "Check the figures and correct the wrong one" },
    },
    exceeds: {
      message: {
        zh: "总数写为{total}{unit}，其中的分项却有{sum}{unit}",
        en: "The whole is stated as {total} {unit}; the parts named of it come to {sum} {unit}",
      },
      expected: { zh: "其中各项不超过总数", en: "Parts are no more than the whole" },
      actual: { zh: "其中{parts}，总数{total}{unit}", en: "Parts {parts}; whole {total} {unit}" },
      remedy: { zh: "核对原始数据，改正有误的数字", en: "Check the figures and correct the wrong one" },
    },
    table: {
      message: {
        zh: "表格“{row}”一行“{column}”一栏写为{total}，各项相加为{sum}",
        en: "Table, row {row}, column {column}: {total}; its parts come to {sum}",
      },
      expected: { zh: "合计等于各分项之和", en: "The total is the sum of its parts" },
      actual: { zh: "分项{parts}，合计{total}", en: "Parts {parts}; total {total}" },
      remedy: { zh: "核对原始数据，改正有误的数字", en: "Check the figures and correct the wrong one" },
    },
  },
  target: "item",
  needs: ["body"],

  appliesTo: ({ body }) => !body.known || body.value.trim() !== "",

  judge({ body }) {
    for (const stated of statedSumsIn(body.value)) {
      const wording = faultOf(stated);
      if (wording === null) continue;
      const { total, unit: counted, parts, sum, excerpt, isTight } = stated;
      return failed(wording, { total, unit: counted, parts, sum }, [quoting(body, excerpt)], {
        confidence: wording === "differs" && isTight ? "confirmed" : "suspected",
      });
    }
    const [inTable] = tableSumsIn(body.value);
    if (!inTable) return passed;
    const { excerpt, ...data } = inTable;
    return failed("table", data, [quoting(body, excerpt)], { confidence: "suspected" });
  },

  examples: {
    passed: [
      {
        why: "截至某日的合计在后，前面是本月的",
        given: text("本月受理来信3件、来访4件，截至目前共58件。"),
      },
      { why: "加得起来", given: text("全年受理来信3件、来访4件，共7件。") },
      {
        why: "五个分项，合计在前",
        given: text("全年共发布信息10514条：部门5378条、镇办2267条、要闻2687条、文件96条、公告86条。"),
      },
      { why: "合计在前，分项在括号里", given: text("共办理建议提案25件（建议12件、提案13件）。") },
      { why: "千分位", given: text("发放救助金1,250户、慰问金2,350户，合计3,600户。") },
      { why: "四舍五入的误差", given: text("投入省级资金1.2亿元、市级资金2.4亿元，共3.7亿元。") },
      { why: "计量单位的整数也是取整来的", given: text("拨付低保金12万元、临时救助13万元，共26万元。") },
      { why: "其中的分项不必加满", given: text("共受理信件20件，其中咨询8件、投诉5件。") },
      { why: "人可以同时算在两类里", given: text("共有干部50人，其中党员30人、女性25人。") },
      { why: "信息也可以", given: text("共发布信息50条，其中原创信息30条、图片信息25条。") },
      { why: "分项没有列全", given: text("受理来信3件、来访4件等，共9件。") },
      { why: "还有别的，只是没有数", given: text("走访慰问低保户3户、五保户4户及其他困难群众，共9户。") },
      { why: "约数", given: text("受理来信约3件、来访4件，共8件。") },
      { why: "范围", given: text("每周受理来信2至3件、来访4件、来电5件，共10件。") },
      { why: "汉字数字", given: text("受理来信三件、来访4件、来电5件，共12件。") },
      { why: "单位不同", given: text("培训班3期、讲座4场，共8次。") },
      { why: "人与人次不同", given: text("接待群众3人、4人次，共8人次。") },
      { why: "合计只算前两项", given: text("新建站点3个、改建站点4个、拆除站点2个，共7个。") },
      { why: "各镇都是这么多", given: text("给东镇、西镇各3台、南镇4台，共10台。") },
      { why: "连同前一句的结转", given: text("上年结转1件。今年受理来信3件、来访4件，共8件。") },
      { why: "累计数", given: text("本月受理来信3件、来访4件，累计共受理58件。") },
      { why: "扣除重复的", given: text("受理来信3件、来访4件，扣除重复，共6件。") },
      { why: "有人兼任两职", given: text("党委委员9名、纪委委员5名（其中1名兼任党委委员），共13名。") },
      { why: "比上年的变化不是分项", given: text("来信3件、来访比上年增加4件，共12件。") },
      { why: "括号里另有明细", given: text("受理来信5件（重复信3件）、来访4件，共9件。") },
      { why: "“其中”插在中间", given: text("受理来信5件，其中重复信3件，来访4件，共9件。") },
      { why: "两个合计，各管一段", given: text("来信3件、来访4件，共7件，来电5件、短信6件，共18件。") },
      { why: "日期不是数量", given: text("3月5日、4月6日，共2次会议。") },
      { why: "“共”是别的意思", given: text("中共党员3人、共青团员4人，共青团8人。") },
      { why: "合计是别的事", given: text("新建社区3个、村4个，共安置群众800人。") },
      { why: "合计没有写尽单位", given: text("来信3件、来访4件，共8件次。") },
      { why: "分项不带名称", given: text("分别为3件、4件，共8件。") },
      {
        why: "总数在前，冒号之后说的不全是数",
        given: text("共开展活动8次：一季度3次、二季度4次，三季度因故未开展。"),
      },
      { why: "几个地方合用一个数", given: text("东镇、西镇3个、南镇4个，共7个。") },
      { why: "序数", given: text("第1组、第2组3个，第3组4个，共8个。") },
      {
        why: "表格加得起来",
        given: table("乡镇 户数 金额", "甲镇 12 120", "乙镇 8 80", "丙镇 6 65", "合计 26 265"),
      },
      {
        why: "表格的金额四舍五入",
        given: table("乡镇 户数 金额", "甲镇 12 12.3", "乙镇 8 8.3", "丙镇 6 6.3", "合计 26 27.0"),
      },
      {
        why: "单独一栏的表格，行与行之间可能有包含关系",
        given: table("项目 金额", "甲项 120", "乙项 80", "丙项 40", "合计 200"),
      },
      {
        why: "有小计、其中的表格",
        given: table("乡镇 户数 金额", "甲镇 12 120", "乙镇 8 80", "其中贫困户 6 65", "合计 20 200"),
      },
      {
        why: "平均数、比率、标准不是加起来的",
        given: table("乡镇 户数 人均收入", "甲镇 12 120", "乙镇 8 80", "丙镇 6 65", "合计 26 190"),
      },
      {
        why: "合计行里是另一个数",
        given: table("乡镇 户数 天数", "甲镇 12 30", "乙镇 8 30", "丙镇 6 30", "合计 26 30"),
      },
      {
        why: "有的格子是空的，数字和栏对不上",
        given: table("乡镇 户数 金额", "甲镇 12 120", "乙镇 80", "丙镇 6 65", "合计 26 275"),
      },
      {
        why: "两栏都不是加起来的",
        given: table("乡镇 户数 金额", "甲镇 12 120", "乙镇 8 80", "丙镇 6 65", "合计 30 300"),
      },
      { why: "前一段里还有同样单位的数", given: text("排查隐患9件，整改3件、移交4件，共8件。") },
    ],
    failed: [
      {
        why: "3加4不是8",
        given: text("全年受理来信3件、来访4件，共8件。"),
        data: { total: 8, unit: "件", parts: ["全年受理来信3件", "来访4件"], sum: 7 },
        confidence: "confirmed",
      },
      {
        why: "数字两边有空格",
        given: text("全年受理来信 3 件、来访 4 件，共 8件。"),
        data: { total: 8, unit: "件", parts: ["全年受理来信3件", "来访4件"], sum: 7 },
        confidence: "confirmed",
      },
      {
        why: "最后一项用“和”连着",
        given: text("收到建议12件和提案13件，合计26件。"),
        data: { total: 26, unit: "件", parts: ["收到建议12件", "提案13件"], sum: 25 },
        confidence: "confirmed",
      },
      {
        why: "合计在前，冒号后逐项列出",
        given: text("全年共发布信息10514条：部门5378条、镇办2267条、要闻2687条、文件96条、公告68条。"),
        data: {
          total: 10514,
          unit: "条",
          parts: ["部门5378条", "镇办2267条", "要闻2687条", "文件96条", "公告68条"],
          sum: 10496,
        },
        confidence: "confirmed",
      },
      {
        why: "截至某日的合计，冒号后逐项列出：疑似",
        given: text("截至12月11日，共调解纠纷68件：邻里30件、婚姻22件、劳资10件。"),
        data: { total: 68, unit: "件", parts: ["邻里30件", "婚姻22件", "劳资10件"], sum: 62 },
        confidence: "suspected",
      },
      {
        why: "分项在括号里，数字是全角的：疑似，括号里可能没有列全",
        given: text("共办理建议提案２６件（建议１２件、提案１３件）。"),
        data: { total: 26, unit: "件", parts: ["建议12件", "提案13件"], sum: 25 },
        confidence: "suspected",
      },
      {
        why: "分项用逗号隔开：疑似，逗号之间可能还有别的意思",
        given: text("受理来信3件，来访4件，共8件。"),
        data: { total: 8, unit: "件", parts: ["受理来信3件", "来访4件"], sum: 7 },
        confidence: "suspected",
      },
      {
        why: "差额超出取整的误差：疑似",
        given: text("投入省级资金1.2亿元、市级资金2.4亿元，共4.6亿元。"),
        data: { total: 4.6, unit: "亿元", parts: ["投入省级资金1.2亿元", "市级资金2.4亿元"], sum: 3.6 },
        confidence: "suspected",
      },
      {
        why: "其中一项就超过了总数",
        given: text("共受理信件8件，其中咨询9件。"),
        data: { total: 8, unit: "件", parts: ["咨询9件"], sum: 9 },
        confidence: "suspected",
      },
      {
        why: "不会重复的分项加起来超过了总数",
        given: text("共承办提案20件，其中主办15件、会办8件。"),
        data: { total: 20, unit: "件", parts: ["主办15件", "会办8件"], sum: 23 },
        confidence: "suspected",
      },
      {
        why: "增强、减排、降耗、升级是工作，不是说变化",
        given: text("安排增强体质项目3个、减排项目4个、节能降耗项目5个、设备升级项目6个，共19个。"),
        data: {
          total: 19,
          unit: "个",
          parts: ["安排增强体质项目3个", "减排项目4个", "节能降耗项目5个", "设备升级项目6个"],
          sum: 18,
        },
        confidence: "confirmed",
      },
      {
        why: "表格有一栏的合计不对，别的栏是对的",
        given: table("序号 乡镇 户数 金额", "1 甲镇 12 120", "2 乙镇 8 80", "3 丙镇 6 65", "合计 26 275"),
        data: { total: 275, sum: 265, parts: ["甲镇120", "乙镇80", "丙镇65"], row: "合计", column: "金额" },
        confidence: "suspected",
        quotes: ["合计 26 275"],
      },
      {
        why: "表格有一行的合计不对，别的行是对的",
        given: table(
          "单位 基本支出 项目支出 合计",
          "甲局 100.5 50.5 151.0",
          "乙局 200 80 290",
          "丙局 10 20 30",
          "合计 310.5 150.5 461",
        ),
        data: { total: 290, sum: 280, parts: ["基本支出200", "项目支出80"], row: "乙局", column: "合计" },
        confidence: "suspected",
      },
      {
        why: "别的单位的数字不相干",
        given: text("全年接待群众20人，受理来信3件、来访4件，共8件。"),
        data: { total: 8, unit: "件", parts: ["受理来信3件", "来访4件"], sum: 7 },
      },
    ],
    cantTell: [
      { why: "正文读不出", given: article({ body: unknown("needs-browser") }), reason: "needs-browser" },
    ],
    inapplicable: [
      { why: "没有正文", given: text("") },
      { why: "没有信息", given: unit([]) },
    ],
  },
});

/** What is wrong with it; null where nothing is. */
function faultOf(stated: StatedSum): "differs" | "exceeds" | null {
  if (stated.partsAre === "some") return exceeds(stated) ? "exceeds" : null;
  return Math.abs(stated.total - stated.sum) > stated.tolerance ? "differs" : null;
}

function table(...rows: readonly string[]) {
  return text(rows.join("\n"));
}

function text(body: string) {
  return article({ body: known(body) });
}
