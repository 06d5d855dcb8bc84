import { column, item, known, unit, unknown } from "../audit/example.ts";
import { cantTell, defineRule, failed, inapplicable, passed, quoting } from "../audit/rule.ts";
import {
  type ItemFacts,
  type ItemTags,
  type PortalFacts,
  TAG_NAMES,
  type TagFacts,
  type TagName,
  type UnitSnapshot,
} from "../domain/snapshot.ts";

const ALL = TAG_NAMES;
const IN_ORDER: ItemTags = { missing: [], empty: [], odd: {} };
/** The examples are judged by a day on which the norm holds. */
const LATER = { today: "2018-01-15" } as const;

export const pageTags = defineRule({
  id: "page-tags",
  group: "site-health",
  title: { zh: "网页标签不规范", en: "Page tags out of order" },
  about: {
    zh: "文章页缺少全站多数页面都有的网页标签（SiteName、SiteDomain、SiteIDCode、ColumnName、ColumnType、ArticleTitle、PubDate、ContentSource），或者标签是空的、是“null”、是没有替换的模板变量：认定。标签写的标题、日期与页面显示的不是一回事，标识码不是十位：疑似。一个单位九成以上的页面（不少于30页）都缺同一标签的，合为一个问题；全站九成以上的页面都缺的，是全站模板的问题，只在政府自身名下记一个，不算在各单位头上；合为一个的，要半数以上的页面确实没有或是空的才认定，否则疑似。页面没有读到的、全站读到的页面不足30页的，不作判断。",
    en: "An article's page lacks a tag that most pages of the portal bear, or a tag is empty, says null, or is a variable of the template that nothing was put in for: confirmed. A tag whose title or date is not that of the page, or a site code that has not ten characters: suspected. Where at least 90 % of a unit's pages (of 30 or more) lack the same tag, that is one finding; where at least 90 % of the portal's do, it is the template's, and one finding of the government itself; such a finding is confirmed where most pages surely lack the tag or have it empty, else suspected. Pages that were not read, and a portal of which fewer than 30 pages were read, are not judged.",
  },
  severity: "minor",
  basis: [
    {
      document: "国办发〔2017〕47号",
      clause: "《政府网站发展指引》：网站页面标签规范",
      from: "2017-05-15",
      until: null,
    },
  ],
  params: {},
  wording: {
    lacks: {
      message: { zh: "网页缺少标签{missing}", en: "The page lacks the tags {missing}" },
      expected: { zh: "网页标签齐全、如实", en: "All tags are there and true" },
      actual: { zh: "缺少{missing}", en: "Missing: {missing}" },
      remedy: { zh: "补上标签{missing}", en: "Add the tags {missing}" },
    },
    wrong: {
      message: { zh: "网页标签{wrong}有误", en: "The page's tags {wrong} are wrong" },
      expected: { zh: "网页标签齐全、如实", en: "All tags are there and true" },
      actual: { zh: "{wrong}为空，或与页面不符", en: "Empty, or not what the page says: {wrong}" },
      remedy: { zh: "改正标签{wrong}", en: "Correct the tags {wrong}" },
    },
    both: {
      message: {
        zh: "网页缺少标签{missing}，标签{wrong}有误",
        en: "The page lacks the tags {missing}; {wrong} are wrong",
      },
      expected: { zh: "网页标签齐全、如实", en: "All tags are there and true" },
      actual: {
        zh: "缺少{missing}；{wrong}为空，或与页面不符",
        en: "Missing: {missing}; empty, or not what the page says: {wrong}",
      },
      remedy: { zh: "补上标签{missing}，改正标签{wrong}", en: "Add the tags {missing}; correct {wrong}" },
    },
    unit: {
      message: {
        zh: "本单位的页面大多没有标签{missing}，或者写得不对",
        en: "Nearly all pages of the unit lack these tags, or have them wrong: {missing}",
      },
      expected: { zh: "与全站其他页面一样具备这些标签", en: "The tags that other pages of the portal bear" },
      actual: { zh: "读到的页面中{pages}页如此", en: "So it is on {pages} of the pages read" },
      remedy: { zh: "在本单位的页面模板里加上{missing}", en: "Add to the unit's template: {missing}" },
    },
    portal: {
      message: {
        zh: "全站的页面大多没有标签{missing}，或者写得不对",
        en: "Nearly all pages of the portal lack these tags, or have them wrong: {missing}",
      },
      expected: { zh: "文章页具备规定的标签", en: "The tags that are prescribed for an article's page" },
      actual: { zh: "全站绝大多数文章页如此", en: "So it is on nearly all article pages" },
      remedy: {
        zh: "由网站主管单位在全站模板里加上{missing}",
        en: "Whoever keeps the portal adds to its templates: {missing}",
      },
    },
  },
  target: "page",
  needs: [],

  appliesTo: () => true,

  judge({ item: one }, { portal, snapshot }) {
    // Facts that an older version of the program derived know of no tags.
    const facts = portal?.tags ?? null;
    return one === null ? ofUnit(snapshot, facts) : ofPage(one, snapshot, facts);
  },

  examples: {
    passed: [
      { why: "标签齐全", ...LATER, given: page({}), portal: usual() },
      {
        why: "全站多数页面也没有、也写不对的标签不计",
        ...LATER,
        given: page({ missing: ["ColumnType"], empty: ["ColumnName"], odd: { ArticleTitle: "座谈会" } }),
        portal: usual(["SiteName", "PubDate"]),
      },
      { why: "标签齐全的，不必知道全站怎样", ...LATER, given: page({}), portal: null },
      {
        why: "看全站的那次巡查里本单位都缺，这次已经补上",
        ...LATER,
        given: page({}),
        portal: { tags: { usual: ALL, templateLacks: [], unitLacks: { mzj: ["SiteIDCode"] }, keeper: null } },
      },
    ],
    failed: [
      {
        why: "缺少全站都有的标识码和来源",
        ...LATER,
        given: page({ missing: ["SiteIDCode", "ContentSource"] }),
        portal: usual(),
        data: { missing: ["SiteIDCode", "ContentSource"], wrong: [] },
        confidence: "confirmed",
      },
      {
        why: "标签在，内容是空的",
        ...LATER,
        given: page({ empty: ["ColumnName"] }),
        portal: usual(),
        data: { missing: [], wrong: ["ColumnName"] },
        confidence: "confirmed",
      },
      {
        why: "缺一个，另一个没有内容",
        ...LATER,
        given: page({ missing: ["PubDate"], empty: ["ColumnName"] }),
        portal: usual(),
        data: { missing: ["PubDate"], wrong: ["ColumnName"] },
        confidence: "confirmed",
      },
      {
        why: "标签里是另一篇文章的标题",
        ...LATER,
        given: page({ odd: { ArticleTitle: "市民政局召开座谈会" } }),
        portal: usual(),
        data: { missing: [], wrong: ["ArticleTitle"] },
        confidence: "suspected",
        quotes: ["市民政局召开座谈会"],
      },
      {
        why: "一个标签全站都缺，另一个只有本页缺：只说本页的",
        ...LATER,
        given: page({ missing: ["SiteName", "SiteIDCode"] }),
        portal: {
          tags: { usual: ["SiteName"], templateLacks: ["SiteIDCode"], unitLacks: {}, keeper: "zfw" },
        },
        data: { missing: ["SiteName"], wrong: [] },
        confidence: "confirmed",
      },
      {
        why: "既缺标签、日期又存疑：只说认定的",
        ...LATER,
        given: page({ missing: ["SiteName"], odd: { PubDate: "2016-01-01" } }),
        portal: usual(),
        data: { missing: ["SiteName"], wrong: [] },
        confidence: "confirmed",
      },
      {
        why: "本单位的页面几乎都缺：合为一个问题",
        ...LATER,
        given: page({ missing: ["SiteIDCode"] }),
        portal: { tags: { usual: ALL, templateLacks: [], unitLacks: { mzj: ["SiteIDCode"] }, keeper: null } },
        data: { missing: ["SiteIDCode"], wrong: [], pages: 1 },
        severity: "major",
        quotes: ["市民政局召开工作会议"],
      },
      {
        why: "缺的、空的、不对的都数；置顶而在列表里出现两次的只数一次，不缺的、没有读到的不数",
        ...LATER,
        given: unit([
          column("05.01", [
            tagged("1", { missing: ["SiteIDCode"] }),
            tagged("2", { missing: ["SiteIDCode"] }),
            tagged("3", { missing: ["SiteIDCode"] }),
            tagged("4", { empty: ["SiteIDCode"] }),
            tagged("5", { odd: { SiteIDCode: "42" } }),
            tagged("6", {}),
            { ...tagged("7", { missing: ["SiteIDCode"] }), title: unknown("timeout") },
            tagged("1", { missing: ["SiteIDCode"] }),
          ]),
        ]),
        portal: { tags: { usual: ALL, templateLacks: [], unitLacks: { mzj: ["SiteIDCode"] }, keeper: null } },
        data: { missing: ["SiteIDCode"], wrong: [], pages: 5 },
        confidence: "confirmed",
        quotes: ["会议1", "会议2", "会议3", "会议4", "会议5"],
      },
      {
        why: "本单位的页面大多如此，但标签在，只是写得不像：疑似",
        ...LATER,
        given: unit([
          column("05.01", [
            tagged("1", { odd: { SiteIDCode: "42" } }),
            tagged("2", { odd: { SiteIDCode: "42" } }),
            tagged("3", { missing: ["SiteIDCode"] }),
          ]),
        ]),
        portal: { tags: { usual: ALL, templateLacks: [], unitLacks: { mzj: ["SiteIDCode"] }, keeper: null } },
        data: { missing: ["SiteIDCode"], wrong: [], pages: 3 },
        confidence: "suspected",
      },
      {
        why: "全站都缺：记在政府自身名下",
        ...LATER,
        given: page({ missing: ["SiteIDCode"] }),
        portal: { tags: { usual: [], templateLacks: ["SiteIDCode"], unitLacks: {}, keeper: "mzj" } },
        data: { missing: ["SiteIDCode"], wrong: [], pages: 1 },
        confidence: "confirmed",
        severity: "major",
      },
    ],
    cantTell: [
      {
        why: "文章页打不开",
        ...LATER,
        given: unit([column("05.01", [item({ title: unknown("timeout"), tags: null })])]),
        portal: usual(),
        reason: "timeout",
      },
      {
        why: "文章页是旧版本读的，没有记下标签",
        ...LATER,
        given: unit([column("05.01", [item({ tags: null })])]),
        portal: usual(),
        reason: "incomplete",
      },
      {
        why: "全站读到的页面太少，不知道别的页面有没有",
        ...LATER,
        given: page({ missing: ["SiteIDCode"] }),
        portal: usual([]),
        reason: "too-few-items",
      },
      {
        why: "还没有看过全站",
        ...LATER,
        given: page({ missing: ["SiteIDCode"] }),
        portal: null,
        reason: "incomplete",
      },
    ],
    inapplicable: [
      { why: "没有信息", ...LATER, given: unit([]), portal: usual() },
      {
        why: "全站都缺，不算在部门头上",
        ...LATER,
        given: page({ missing: ["SiteIDCode"] }),
        portal: { tags: { usual: [], templateLacks: ["SiteIDCode"], unitLacks: {}, keeper: "zfw" } },
      },
      {
        why: "2017年5月以前没有这项规定",
        given: page({ missing: ["SiteIDCode"] }),
        portal: usual(),
        today: "2017-05-14",
      },
    ],
  },
});

/** Pages named as evidence of what is the matter with nearly all of them. */
const SHOWN = 5;

/** What nearly all pages of the unit, or of the portal that it keeps, lack or have wrong. */
function ofUnit(snapshot: UnitSnapshot, facts: TagFacts | null) {
  if (facts === null) return inapplicable();
  const own = facts.unitLacks[snapshot.unit.id] ?? [];
  const templates = facts.keeper === snapshot.unit.id ? facts.templateLacks : [];
  const names = own.length > 0 ? own : templates;
  if (names.length === 0)
    return facts.usual.length > 0 && pagesOf(snapshot).length > 0 ? passed : inapplicable();
  const pages = pagesOf(snapshot);
  const lacking = pages.filter(({ tags }) => names.some((name) => isFaulty(tags, name)));
  if (lacking.length === 0) return inapplicable();
  // That a tag says something else than the page may be how we read pages of that make.
  const sure = lacking.filter(({ tags }) => names.some((name) => isUnsaid(tags, name)));
  return failed(
    own.length > 0 ? "unit" : "portal",
    { missing: names, wrong: [], pages: lacking.length },
    lacking.slice(0, SHOWN).map(({ title }) => title),
    { severity: "major", confidence: sure.length > pages.length / 2 ? "confirmed" : "suspected" },
  );
}

function ofPage({ title, tags }: ItemFacts, { unit: own }: UnitSnapshot, facts: TagFacts | null) {
  if (!title.known) return { outcome: "cantTell", reason: title.reason, page: title.page } as const;
  // What an older version of the program has left knows of no tags.
  if (!tags) return cantTell("incomplete");
  if (ALL.every((name) => !isFaulty(tags, name))) return passed;
  if (facts === null) return cantTell("incomplete");
  if (facts.usual.length + facts.templateLacks.length === 0) return cantTell("too-few-items");
  const others = facts.unitLacks[own.id] ?? [];
  const isOwn = (name: TagName) => facts.usual.includes(name) && !others.includes(name);
  const missing = tags.missing.filter(isOwn);
  const empty = tags.empty.filter(isOwn);
  const odd = ALL.filter((name) => tags.odd[name] !== undefined && isOwn(name));
  if (missing.length + empty.length > 0) {
    const wording = empty.length === 0 ? "lacks" : missing.length === 0 ? "wrong" : "both";
    return failed(wording, { missing, wrong: empty }, [title]);
  }
  const [first] = odd;
  if (first !== undefined)
    return failed("wrong", { missing, wrong: odd }, [quoting(title, tags.odd[first] ?? "")], {
      confidence: "suspected",
    });
  return inapplicable({ because: "template-lacks" });
}

function isFaulty(tags: ItemTags, name: TagName): boolean {
  return isUnsaid(tags, name) || tags.odd[name] !== undefined;
}

function isUnsaid({ missing, empty }: ItemTags, name: TagName): boolean {
  return missing.includes(name) || empty.includes(name);
}

function pagesOf({ columns }: UnitSnapshot): (ItemFacts & { readonly tags: ItemTags })[] {
  const listed = columns.flatMap(({ listing }) => (listing.known ? listing.value.items : []));
  // An item may stand in several columns.
  const pages = [...new Map(listed.map((one) => [one.url, one])).values()];
  return pages.flatMap((one) => (one.title.known && one.tags ? [{ ...one, tags: one.tags }] : []));
}

/** A unit with one article, whose tags are in order but for these. */
function page(tags: Partial<ItemTags>) {
  return unit([column("05.01", [item({ tags: { ...IN_ORDER, ...tags } })])]);
}

/** One article of several. */
function tagged(name: string, tags: Partial<ItemTags>): ItemFacts {
  return item({
    url: `http://portal.test/mzj/${name}.html`,
    title: known(`会议${name}`),
    tags: { ...IN_ORDER, ...tags },
  });
}

/** A portal on whose pages these tags are usual. */
function usual(names: readonly TagName[] = ALL): Partial<PortalFacts> {
  return { tags: { usual: names, templateLacks: [], unitLacks: {}, keeper: null } };
}
