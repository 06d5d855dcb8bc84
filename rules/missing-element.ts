import { elementFacts, isAbsent, isNothing } from "../audit/elements.ts";
import { article, column, item, known, unit, unknown } from "../audit/example.ts";
import { cantTell, defineRule, failed, gapIn, inapplicable, passed } from "../audit/rule.ts";
import type { Category, Element } from "../domain/catalogue.ts";
import { ELEMENT_NAMES } from "../domain/names.ts";
import type { ItemFacts } from "../domain/snapshot.ts";

export const missingElement = defineRule({
  id: "missing-element",
  group: "malformed-items",
  title: { zh: "信息缺少要素", en: "Item lacks an element" },
  about: {
    zh: "目录要求该类信息具备的要素（标题、发布日期、来源、文号、索引号、正文），文章页上没有。文章页打不开或读不出的不判；全站模板都不显示的要素不算在单位头上；正文以图片、附件或播放器发布的不算缺少正文。一条信息缺几项，合为一个问题。",
    en: "An element that the catalogue requires of the category (title, date of publication, source, document number, index number, text) is absent from the article page. A page that did not open or could not be read is not judged; an element that the portal's template shows nowhere is nobody's fault; text published as pictures, attachments or in a viewer is not missing. All that one item lacks is one finding.",
  },
  severity: "minor",
  basis: [
    {
      document: "本市巡查参数",
      clause: "信息应当具备目录对该类别要求的基本要素",
      from: null,
      until: null,
    },
  ],
  citesCatalogue: true,
  params: {},
  wording: {
    absent: {
      message: { zh: "文章页缺少{elements}", en: "The article page lacks: {elements}" },
      expected: { zh: "“{category}”类信息具备{required}", en: "An item of {category} has: {required}" },
      actual: { zh: "页面上没有{elements}", en: "Not on the page: {elements}" },
      remedy: {
        zh: "在文章页补上{elements}，下次巡查复核",
        en: "Add to the article page: {elements}; the next patrol looks again",
      },
    },
  },
  terms: ELEMENT_NAMES,
  target: "item",
  needs: [],

  appliesTo: (_item, { category }) => category !== null && category.requires.length > 0,

  judge(item, { category, portal, catalogueAdopted }) {
    if (category === null) return inapplicable();
    const judged = category.requires.filter((element) => !portal?.templateLacks.includes(element));
    if (judged.length === 0) return inapplicable({ because: "template-lacks" });

    const absent = judged.filter((element) => isAbsent(item, element));
    if (absent.length === 0) {
      const gap = gapIn(judged.flatMap((e) => elementFacts(item, e)));
      return gap ?? (judged.some((e) => isCarried(item, e)) ? cantTell("unreadable") : passed);
    }
    // Only the whole portal shows whether the unit or the template leaves an element out.
    if (portal === null) return cantTell("incomplete");
    return failed(
      "absent",
      { elements: absent, required: category.requires, category: category.name },
      absent.flatMap((e) => elementFacts(item, e)),
      { confidence: isBinding(category, catalogueAdopted) ? "confirmed" : "suspected" },
    );
  },

  examples: {
    passed: [
      { why: "工作动态的标题、发布日期、来源和正文都有", given: article({}) },
      { why: "目录没有要求的要素（索引号）可以没有", given: article({ indexNumber: known(null) }) },
      { why: "政策文件有文号", given: article({ documentNumber: known("云水利发〔2016〕8号") }, "03.01") },
      {
        why: "正文只有空白，但附有一份文件",
        given: article({
          body: known("　\n"),
          carriers: known([{ url: "http://portal.test/mzj/1.doc", name: "1.doc" }]),
        }),
      },
      {
        why: "有正文，有没有附件读不出也不妨碍",
        given: article({ carriers: unknown("unreadable") }),
      },
      {
        why: "有文号，有没有附件读不出也不妨碍",
        given: article(
          { documentNumber: known("云水利发〔2016〕8号"), carriers: unknown("unreadable") },
          "03.01",
        ),
      },
      {
        why: "没有文字，但正文是一份附件",
        given: article({
          body: known(""),
          carriers: known([{ url: "http://portal.test/mzj/1.pdf", name: "年度工作要点.pdf" }]),
        }),
      },
      {
        why: "列表上没有日期，文章页上有",
        given: article({ listDate: known(null) }),
      },
      {
        why: "全站模板都不显示来源，其余要素齐全",
        given: article({ source: known(null) }),
        portal: { templateLacks: ["source"] },
      },
      {
        why: "模板不显示的要素读不出，不影响其余要素",
        given: article({ source: unknown("unreadable") }),
        portal: { templateLacks: ["source"] },
      },
    ],
    failed: [
      {
        why: "文章页上没有发布日期，列表上有日期也不能代替",
        given: article({ pageDate: known(null) }),
        data: {
          elements: ["publishedOn"],
          required: ["title", "publishedOn", "source", "body"],
          category: "工作动态",
        },
        confidence: "confirmed",
      },
      {
        why: "政策文件没有文号",
        given: article({ documentNumber: known(null) }, "03.01"),
        data: { elements: ["documentNumber"], required: ["title", "documentNumber"], category: "政策文件" },
      },
      {
        why: "“来源：”后面是空的",
        given: article({ source: known("　") }),
        data: {
          elements: ["source"],
          required: ["title", "publishedOn", "source", "body"],
          category: "工作动态",
        },
      },
      {
        why: "标题、来源和正文都没有，合为一个问题，按目录的次序列出",
        given: article({ title: known(""), source: known(null), body: known(""), carriers: known([]) }),
        data: {
          elements: ["title", "source", "body"],
          required: ["title", "publishedOn", "source", "body"],
          category: "工作动态",
        },
      },
      {
        why: "来源没有，正文读不出：只指出来源",
        given: article({ source: known(null), body: unknown("needs-browser") }),
        data: {
          elements: ["source"],
          required: ["title", "publishedOn", "source", "body"],
          category: "工作动态",
        },
      },
      {
        why: "模板不显示的来源不计，缺少的正文仍要指出",
        given: article({ source: known(null), body: known("\n ") }),
        portal: { templateLacks: ["source"] },
        data: {
          elements: ["body"],
          required: ["title", "publishedOn", "source", "body"],
          category: "工作动态",
        },
      },
      {
        why: "目录的要求是重建的，未经本市确认，只能是疑似",
        given: article({ pageDate: known(null) }, "05.02"),
        data: { elements: ["publishedOn"], required: ["title", "publishedOn"], category: "通知公告" },
        confidence: "suspected",
      },
      {
        why: "重建的要求经本市确认，即可认定",
        given: article({ pageDate: known(null) }, "05.02"),
        catalogueAdopted: true,
        data: { elements: ["publishedOn"], required: ["title", "publishedOn"], category: "通知公告" },
        confidence: "confirmed",
      },
    ],
    cantTell: [
      {
        why: "文章页打不开",
        given: article({
          title: unknown("timeout"),
          pageDate: unknown("timeout"),
          source: unknown("timeout"),
          body: unknown("timeout"),
          carriers: unknown("timeout"),
        }),
        reason: "timeout",
      },
      {
        why: "来源由脚本写入，读不出",
        given: article({ source: unknown("unreadable") }),
        reason: "unreadable",
      },
      {
        why: "页面上没有文号，但文件本身是一份附件，文号可能在附件里",
        given: article(
          { carriers: known([{ url: "http://portal.test/mzj/1.pdf", name: "通知.pdf" }]) },
          "03.01",
        ),
        reason: "unreadable",
      },
      {
        why: "“文号：”后面是空的，但文件本身是一份附件",
        given: article(
          {
            documentNumber: known(""),
            carriers: known([{ url: "http://portal.test/mzj/1.doc", name: "1.doc" }]),
          },
          "03.01",
        ),
        reason: "unreadable",
      },
      {
        why: "没有文字，有没有附件还不知道",
        given: article({ body: known(""), carriers: unknown("needs-browser") }),
        reason: "needs-browser",
      },
      {
        why: "缺少来源，但还没有看过全站，不知道是不是模板的事",
        given: article({ source: known(null) }),
        portal: null,
        reason: "incomplete",
      },
    ],
    inapplicable: [
      { why: "没有信息", given: unit([]) },
      { why: "栏目不在目录之内，什么都缺也不判", given: article({ title: known("") }, null) },
      { why: "目录对该类别没有要素要求", given: article({ title: known("") }, "02.01") },
      {
        why: "目录要求的要素全站模板都不显示",
        given: unit([column("05.02", [item({ pageDate: known(null), title: known("") })])]),
        portal: { templateLacks: ["title", "publishedOn"] },
        because: "template-lacks",
      },
    ],
  },
});

/** The page prints no number, but the document itself may stand in a picture or an attachment that was not read. */
function isCarried({ documentNumber }: ItemFacts, element: Element): boolean {
  return element === "documentNumber" && documentNumber.known && isNothing(documentNumber.value);
}

function isBinding({ provenance }: Category, catalogueAdopted: boolean): boolean {
  return provenance.duty === "source" || catalogueAdopted;
}
