import { column, gone, known, unit, unknown } from "../audit/example.ts";
import { addTo } from "../audit/groups.ts";
import { isDead } from "../audit/link-tally.ts";
import { cantTell, defineRule, failed, gapIn, inapplicable, passed, perSnapshot } from "../audit/rule.ts";
import { isGone, isGoneStatus } from "../domain/gone.ts";
import { hostOf } from "../domain/host.ts";
import type { Fact, LinkFacts, UnitLink, UnitSnapshot } from "../domain/snapshot.ts";

const HOME = "http://portal.test/mzj/";
/** Most of what the host is asked for opens. */
const OPENING = { links: { hosts: ["portal.test"], templates: [] } };

export const deadLink = defineRule({
  id: "dead-link",
  group: "site-health",
  title: { zh: "死链", en: "Dead link" },
  about: {
    zh: "单位首页或栏目页上指向本门户自己主机的链接，其地址在巡查中返回404或410，巡查末尾再问一次仍是如此。本次已经作为单位页面读过的不再另问；其余的先用HEAD问，答得不好再用GET问，每个单位每次有限，轮流问完。链接到别的网站的不问。一个页面上的死链合为一个问题；一个链接在本单位几个页面上都有的，只记在第一个页面上；多个单位的页面共有的死链是模板的问题，只在政府自身名下记一个。没有应答、被拦截、前后答得不一样、转到首页或“页面不存在”的，不作判断；该主机所答四分之一以上（不少于五个）都是404或410的，可能是主机的事，也不作判断。门户文件登记的栏目打不开，另有规则判断。",
    en: "A link of a unit's home page or of a column's page, to a host of the portal's own, whose address answers 404 or 410, and does so again when it is asked once more at the patrol's end. What the patrol has read as a page of the unit is not asked for besides; the others are asked by HEAD and, where that is not answered well, by GET: so many of a unit in one patrol, all of them in turn. Links to other sites are not asked. The dead links of one page are one finding; a link on several pages of the unit is told of the first of them; one that the pages of many units share is the template's, and told once, of the government itself. No answer, a refusal, answers that differ, and being sent on to the front door or to a page for what is not found decide nothing; nor does anything at a host where a quarter of the answers, of five or more, are such: it may be the host's own trouble. Columns that the portal file lists are judged by another rule.",
  },
  severity: "minor",
  basis: [
    {
      document: "国办发〔2015〕15号",
      clause: "全国政府网站普查评分表：网站可用性（首页可用性、链接可用性）",
      from: "2015-03-24",
      until: "2019-03-31",
    },
    { document: "本市巡查参数", clause: "页面上的链接应当能够打开", from: null, until: null },
  ],
  params: {},
  wording: {
    dead: {
      message: { zh: "链接“{name}”返回{status}", en: "The link {name} answers {status}" },
      expected: { zh: "页面上的链接能够打开", en: "The page's links open" },
      actual: { zh: "{count}个链接打不开：{url}", en: "{count} links do not open: {url}" },
      remedy: { zh: "改正或去掉打不开的链接", en: "Correct the links that do not open, or take them away" },
    },
    template: {
      message: {
        zh: "多个单位的页面共有的链接“{name}”返回{status}",
        en: "The link {name}, which the pages of many units share, answers {status}",
      },
      expected: { zh: "页面上的链接能够打开", en: "The page's links open" },
      actual: { zh: "{count}个链接打不开：{url}", en: "{count} links do not open: {url}" },
      remedy: {
        zh: "由网站主管单位在全站模板里改正或去掉打不开的链接",
        en: "Whoever keeps the portal corrects the links in its templates, or takes them away",
      },
    },
  },
  target: "links",
  needs: [],

  // What an older version of the program has left knows of no links.
  appliesTo: (_, { snapshot: { links } }) => (links?.pages ?? 0) > 0,

  judge({ column: one }, { snapshot, portal }) {
    const page = one === null ? snapshot.navigation : one.listing;
    // What is gone has no links: that it is gone is told of the page that leads there.
    if (one !== null && !page.known && isGoneStatus(page.page?.status))
      return inapplicable({ because: "gone" });
    if (!page.known && page.page?.status !== 200)
      return { outcome: "cantTell", reason: page.reason, page: page.page };
    if (!page.known && page.reason === "drifted") return cantTell("drifted");
    const links = linksOf(snapshot, one?.column.url ?? null);
    // Facts that an older version of the program derived know of no links.
    const facts: LinkFacts | null = portal?.links ?? null;
    const isShared = ({ url }: UnitLink) => facts?.templates.includes(url) === true;
    const isKeeper = portal?.tags?.keeper === snapshot.unit.id;
    const own = isKeeper && one === null ? snapshot.links.asked.filter(isShared) : [];
    const dead = [...new Set([...own, ...links.filter((link) => !isShared(link))])].filter(isDead);
    const sure = dead.filter(({ url }) => facts?.hosts.includes(hostOf(url)));
    const [first] = sure;
    if (first)
      return failed(
        isShared(first) ? "template" : "dead",
        {
          url: first.url,
          status: first.answer.known ? first.answer.value : 0,
          name: first.name || first.url,
          count: sure.length,
        },
        sure.flatMap(({ answer, again }) => [again, answer]),
      );
    if (dead.length > 0) return cantTell(facts === null ? "incomplete" : "unreachable");
    const others = links.filter((link) => !isShared(link));
    if (others.some(({ answer, again }) => isGone(answer) && again.known)) return cantTell("unreachable");
    const gap = gapIn(others.flatMap(({ answer, again }) => [answer, ...(isGone(answer) ? [again] : [])]));
    if (gap) return gap.reason === "not-patrolled" ? cantTell("incomplete") : gap;
    if (links.length > others.length) return inapplicable({ because: "template" });
    return links.length === 0 && snapshot.links.unasked.includes(one?.column.url ?? null)
      ? inapplicable({ because: "not-patrolled" })
      : passed;
  },

  examples: {
    passed: [
      { why: "链接都能打开", given: home(answered("a.html", 200)), portal: OPENING },
      { why: "链接转到别处，那里打得开", given: home(answered("a.html", 200)), portal: OPENING },
      {
        why: "栏目页上的链接能打开",
        given: unit([column("05.01", ["2016-12-30"])], {
          links: { pages: 2, asked: [{ ...answered("a.html", 200), column: `${HOME}05.01/` }], unasked: [] },
        }),
        portal: OPENING,
      },
      {
        why: "另有链接被 robots.txt 禁止访问，有的不归本门户，都没有问，不妨碍",
        given: home(
          answered("a.html", 200),
          { ...answered("b.html", 200), answer: unknown("robots") },
          { ...answered("c.html", 200), answer: unknown("not-patrolled") },
        ),
        portal: OPENING,
      },
    ],
    failed: [
      {
        why: "首页上的链接两次都返回404",
        given: home(answered("a.html", 404, 404)),
        portal: OPENING,
        data: { url: `${HOME}a.html`, status: 404, name: "a.html", count: 1 },
        confidence: "confirmed",
      },
      {
        why: "栏目页上的链接先404后410，都是没有了",
        given: unit([column("05.01", ["2016-12-30"])], {
          links: {
            pages: 2,
            asked: [{ ...answered("a.html", 404, 410), column: `${HOME}05.01/` }],
            unasked: [],
          },
        }),
        portal: OPENING,
        data: { url: `${HOME}a.html`, status: 404, name: "a.html", count: 1 },
        confidence: "confirmed",
      },
      {
        why: "三个链接，一个打开，一个打不开，一个没有应答",
        given: home(answered("a.html", 200), answered("b.html", 410, 410), {
          ...answered("c.html", 200),
          answer: unknown("timeout"),
        }),
        portal: OPENING,
        data: { url: `${HOME}b.html`, status: 410, name: "b.html", count: 1 },
        confidence: "confirmed",
      },
      {
        why: "多个单位共有的死链：记在政府自身名下",
        given: home(answered("a.html", 404, 404)),
        portal: {
          links: { hosts: ["portal.test"], templates: [`${HOME}a.html`] },
          tags: { usual: [], templateLacks: [], unitLacks: {}, keeper: "mzj" },
        },
        data: { url: `${HOME}a.html`, status: 404, name: "a.html", count: 1 },
        confidence: "confirmed",
      },
      {
        why: "首页打开了，只是下一级菜单没有读全：首页上的链接照样算",
        given: {
          ...home(answered("a.html", 404, 404)),
          navigation: { known: false, reason: "blocked", page: known("").page },
        },
        portal: OPENING,
        data: { url: `${HOME}a.html`, status: 404, name: "a.html", count: 1 },
        confidence: "confirmed",
      },
    ],
    cantTell: [
      {
        why: "先404，再问就好了",
        given: home(answered("a.html", 404, 200)),
        portal: OPENING,
        reason: "unreachable",
      },
      {
        why: "先404，再问没有应答",
        given: home({ ...answered("a.html", 404), again: unknown("timeout") }),
        portal: OPENING,
        reason: "timeout",
      },
      { why: "只问了一次", given: home(answered("a.html", 404)), portal: OPENING, reason: "incomplete" },
      {
        why: "转到首页或“页面不存在”",
        given: home({ ...answered("a.html", 200), answer: unknown("soft-404") }),
        portal: OPENING,
        reason: "soft-404",
      },
      {
        why: "该主机大量返回404，可能是主机的事",
        given: home(answered("a.html", 404, 404)),
        portal: { links: { hosts: [], templates: [] } },
        reason: "unreachable",
      },
      {
        why: "还没有看过全站",
        given: home(answered("a.html", 404, 404)),
        portal: null,
        reason: "incomplete",
      },
      {
        why: "首页没有打开",
        given: { ...home(answered("a.html", 404, 404)), navigation: unknown("timeout") },
        portal: OPENING,
        reason: "timeout",
      },
      {
        why: "栏目内容雷同，不作判断",
        given: unit([{ ...column("05.01", []), listing: drifted() }], {
          links: {
            pages: 2,
            asked: [{ ...answered("a.html", 404, 404), column: `${HOME}05.01/` }],
            unasked: [],
          },
        }),
        portal: OPENING,
        reason: "drifted",
      },
    ],
    inapplicable: [
      {
        why: "多个单位共有的死链，不算在部门头上",
        given: home(answered("a.html", 404, 404)),
        portal: {
          links: { hosts: ["portal.test"], templates: [`${HOME}a.html`] },
          tags: { usual: [], templateLacks: [], unitLacks: {}, keeper: "zfw" },
        },
        because: "template",
      },
      {
        why: "链接还没有轮到问",
        given: unit([], { links: { pages: 1, asked: [], unasked: [null] } }),
        because: "not-patrolled",
      },
      {
        why: "栏目的地址自己返回404：没有页面，也就没有链接",
        given: unit([gone(column("05.01", []))], { links: { pages: 1, asked: [], unasked: [null] } }),
        because: "gone",
      },
      { why: "没有看过页面上的链接", given: unit([]) },
    ],
  },
});

const byColumn = perSnapshot(({ links }: UnitSnapshot) => {
  const found = new Map<string | null, UnitLink[]>();
  for (const link of links.asked) {
    // What robots.txt forbids, or what leads out of the portal, was not asked for: it neither accuses nor clears.
    if (!link.answer.known && (link.answer.reason === "robots" || link.answer.reason === "not-patrolled"))
      continue;
    addTo(found, link.column, link);
  }
  return found;
});

/** The links that are told of one page. */
function linksOf(snapshot: UnitSnapshot, at: string | null): readonly UnitLink[] {
  return byColumn(snapshot).get(at) ?? [];
}

function home(...links: readonly UnitLink[]) {
  return unit([], { links: { pages: 1, asked: links, unasked: [] } });
}

function drifted(): Fact<never> {
  const { page } = known("");
  return { known: false, reason: "drifted", page };
}

function answered(name: string, status: number, again: number | null = null): UnitLink {
  const url = `${HOME}${name}`;
  const at = (value: number): Fact<number> => {
    const fact = known(value, "");
    return fact.known ? { ...fact, page: { ...fact.page, url, status: value } } : fact;
  };
  return {
    url,
    name,
    column: null,
    pages: 1,
    answer: at(status),
    again: again === null ? unknown("not-patrolled") : at(again),
  };
}
