import { elementFacts, isAbsent } from "../audit/elements.ts";
import { article, column, item, known, unit, unknown } from "../audit/example.ts";
import { ORDINARY_PORTAL_FACTS } from "../audit/portal-facts.ts";
import { cantTell, defineRule, failed, inapplicable, passed } from "../audit/rule.ts";
import { type Catalogue, ELEMENTS, type Element } from "../domain/catalogue.ts";
import { ELEMENT_NAMES } from "../domain/names.ts";
import type { ElementFacts, ItemFacts, PortalFacts, UnitSnapshot } from "../domain/snapshot.ts";

export const templateElement = defineRule({
  id: "template-element",
  group: "site-health",
  title: { zh: "全站模板缺少要素", en: "The portal's templates lack an element" },
  about: {
    zh: "目录要求的要素（标题、发布日期、来源、文号、索引号、正文），全站九成以上应当具备它的文章页（读到的不少于30页）都没有：是全站模板的问题，只在政府自身名下记一个，不算在各单位头上。也可能是页面用了读不出来的方式显示，所以一律疑似，请人打开看一看。正文、文号可能在附件或图片里的不算缺。没有以政府自身为单位的门户不判，摘要里另行提示。",
    en: "An element that the catalogue requires (title, date of publication, source, document number, index number, text) is on almost none of the portal's article pages that should have it: at least 90 % of 30 or more read lack it. That is the template's fault, and one finding of the government itself, none of the units'. The pages may show it in a way that is not read; so it is suspected, for a person to look. Text and numbers that may stand in attachments or pictures do not lack. A portal that has no unit for the government itself is not judged; its summary says so.",
  },
  severity: "major",
  basis: [
    {
      document: "本市巡查参数",
      clause: "信息应当具备目录对该类别要求的基本要素",
      from: null,
      until: null,
    },
  ],
  params: {},
  wording: {
    absent: {
      message: {
        zh: "全站的文章页大多没有{elements}",
        en: "Nearly all article pages of the portal lack: {elements}",
      },
      expected: {
        zh: "文章页显示目录要求的要素",
        en: "Article pages show the elements that the catalogue requires",
      },
      actual: {
        zh: "应当具备的页面绝大多数没有{elements}，本单位读到{pages}页如此",
        en: "Nearly all pages that should have it lack: {elements}; so do {pages} of this unit's own",
      },
      remedy: {
        zh: "由网站主管单位在全站模板里加上{elements}；模板已经显示的，请说明显示在何处",
        en: "Whoever keeps the portal adds to its templates: {elements}; where they show it already, say where",
      },
    },
  },
  terms: ELEMENT_NAMES,
  target: "unit",
  needs: [],

  appliesTo: ({ unit: { id, kind } }, { portal }) => kind === "government" && isKeeper(id, portal),

  judge(snapshot, { portal, catalogue }) {
    // Facts that an older version of the program derived know of no elements.
    const facts: ElementFacts | undefined = portal?.elements;
    if (facts === undefined) return cantTell("incomplete");
    const found = facts.lacking
      .map((element) => ({ element, pages: pagesWithout(element, snapshot, catalogue) }))
      .filter(({ pages }) => pages.length > 0);
    if (found.length > 0) {
      const pages = [...new Set(found.flatMap(({ pages: of }) => of))];
      return failed(
        "absent",
        { elements: found.map(({ element }) => element), pages: pages.length },
        found.flatMap(({ element, pages: of }) =>
          of.slice(0, SHOWN).flatMap((one) => elementFacts(one, element)),
        ),
        { confidence: "suspected" },
      );
    }
    // None of its own pages shows what the others lack.
    if (facts.lacking.length > 0) return cantTell("too-few-items");
    const required = new Set(catalogue.categories.flatMap(({ requires }) => requires));
    return [...required].every((element) => facts.shown.includes(element))
      ? passed
      : inapplicable({ because: "too-few-pages" });
  },

  examples: {
    passed: [
      {
        why: "目录要求的要素，全站的页面都显示",
        given: seat([item({})]),
        portal: found([]),
      },
      {
        why: "本单位有一页没有来源，但全站的页面大多有：另有规则判断",
        given: seat([item({ source: known(null) })]),
        portal: found([]),
      },
    ],
    failed: [
      {
        why: "全站的文章页大多没有来源：记在政府自身名下，疑似",
        given: seat([item({ source: known(null) })]),
        portal: found(["source"]),
        data: { elements: ["source"], pages: 1 },
        confidence: "suspected",
        severity: "major",
      },
      {
        why: "来源、发布日期都没有，合为一个问题",
        given: seat([
          item({ source: known(""), pageDate: known(null) }),
          item({ url: "http://portal.test/mzj/2.html", source: known(null) }),
        ]),
        portal: found(["publishedOn", "source"]),
        data: { elements: ["publishedOn", "source"], pages: 2 },
        confidence: "suspected",
      },
      {
        why: "全站还缺文号，但本单位没有一页看得出来：只说看得出来的",
        given: seat([item({ source: known(null) })]),
        portal: found(["documentNumber", "source"]),
        data: { elements: ["source"], pages: 1 },
        confidence: "suspected",
      },
    ],
    cantTell: [
      {
        why: "还没有看过全站",
        given: seat([item({ source: known(null) })]),
        portal: null,
        reason: "incomplete",
      },
      {
        why: "全站都缺来源，但本单位的页面没有读到，拿不出页面作证",
        given: seat([item({ source: unknown("timeout") })]),
        portal: found(["source"]),
        reason: "too-few-items",
      },
      {
        why: "全站都缺正文，但本单位的页面带有附件，正文可能在附件里",
        given: seat([
          item({
            body: known(""),
            carriers: known([{ url: "http://portal.test/mzj/1.pdf", name: "通知.pdf" }]),
          }),
        ]),
        portal: found(["body"]),
        reason: "too-few-items",
      },
    ],
    inapplicable: [
      {
        why: "部门不管全站的模板",
        given: article({ source: known(null) }),
        portal: found(["source"]),
      },
      {
        why: "另一个单位管全站的模板",
        given: seat([item({ source: known(null) })]),
        portal: { ...found(["source"]), tags: { ...ORDINARY_PORTAL_FACTS.tags, keeper: "zfw" } },
      },
      {
        why: "读到的页面太少，看不出全站怎样",
        given: seat([item({})]),
        portal: { ...found([]), elements: { lacking: [], shown: ["title"] } },
        because: "too-few-pages",
      },
    ],
  },
});

/** Pages named as evidence for each element. */
const SHOWN = 5;

/** Whether the unit keeps the portal; of a portal that nobody has looked at as a whole it is not known which does. */
function isKeeper(id: string, portal: PortalFacts | null): boolean {
  return portal === null || portal.tags?.keeper === id;
}

/** The unit's own pages that should have an element, and surely have not. */
function pagesWithout(
  element: Element,
  { columns }: UnitSnapshot,
  { categories }: Catalogue,
): readonly ItemFacts[] {
  const asking = new Set(
    categories.flatMap(({ code, requires }) => (requires.includes(element) ? [code] : [])),
  );
  const items = columns.flatMap(({ column: { category }, listing }) =>
    category !== null && asking.has(category) && listing.known ? listing.value.items : [],
  );
  const absent = items.filter((one) => isAbsent(one, element));
  // An item may stand in several columns.
  return [...new Map(absent.map((one) => [one.url, one])).values()];
}

/** The unit that keeps the portal, with these articles among its news. */
function seat(items: readonly ItemFacts[]): UnitSnapshot {
  return unit([column("05.01", items)], { unit: { kind: "government" } });
}

/** A portal kept by the example unit, the rest of whose pages lack these elements. */
function found(lacking: readonly Element[]): Partial<PortalFacts> {
  const shown = ELEMENTS.filter((element) => !lacking.includes(element));
  return { elements: { lacking, shown }, tags: { ...ORDINARY_PORTAL_FACTS.tags, keeper: "mzj" } };
}
