import { article, unit, unknown } from "../audit/example.ts";
import { cantTell, defineRule, failed, gapIn, passed, perSnapshot } from "../audit/rule.ts";
import { isGone } from "../domain/gone.ts";
import { hostOf } from "../domain/host.ts";
import type { Fact, ItemFacts, ItemFile, Known, UnitSnapshot } from "../domain/snapshot.ts";

/** Some file of the portal opens at that host. */
const OPENING = { fileHosts: ["portal.test"] };
const NOT_YET_ASKED = { ...answered("9.doc", 200), answer: unknown("not-patrolled") };

export const deadAttachment = defineRule({
  id: "dead-attachment",
  group: "malformed-items",
  title: { zh: "附件打不开", en: "Dead attachment" },
  about: {
    zh: "文章页上的附件放在本门户自己的主机上，其地址接连两次以上返回404或410。只问附件在不在，不下载；先用HEAD问，答得不好再用GET问。别的网站上的附件不问。没有应答、被拦截、服务器出错的，不作判断；还没有轮到问的不算。一条信息几个附件打不开，合为一个问题。该主机上整个门户没有一个附件打得开的，可能是文件服务器的事，不作判断。文章页是以前读的、本次没有重读，或者该单位的附件多半打不开的，为疑似。",
    en: "An attachment of an article, at a host of the portal's own, whose address answers 404 or 410 at least twice in a row. Only whether it is there is asked, by HEAD and, where that is not answered well, by GET; nothing is downloaded, and attachments at other sites are not asked. No answer, a refusal or an error of the server decides nothing, and those whose turn has not come do not count. All dead attachments of one item are one finding. Where no attachment of the whole portal opens at that host, the file server may be at fault, and nothing is judged. Where the article was read by an earlier patrol and not again, or most of the unit's attachments do not open, it is suspected.",
  },
  severity: "major",
  basis: [
    {
      document: "国办发〔2015〕15号",
      clause: "全国政府网站普查评分表：服务实用情况（办事指南、附件下载、在线系统）",
      from: "2015-03-24",
      until: "2019-03-31",
    },
    { document: "本市巡查参数", clause: "信息所附的文件应当能够下载", from: null, until: null },
  ],
  params: {},
  wording: {
    dead: {
      message: { zh: "附件“{name}”返回{status}", en: "The attachment {name} answers {status}" },
      expected: { zh: "附件能够下载", en: "Attachments can be downloaded" },
      actual: { zh: "{count}个附件打不开：{url}", en: "{count} attachments do not open: {url}" },
      remedy: { zh: "重新上传附件，或改正其链接", en: "Upload the attachment again, or correct its link" },
    },
  },
  target: "item",
  needs: [],

  // What an older version of the program has left knows of no files.
  appliesTo: (one) => filesOf(one).some(({ answer }) => wasAsked(answer)),

  judge(one, { snapshot, portal }) {
    const asked = filesOf(one).filter(({ answer }) => wasAsked(answer));
    const gone = asked.flatMap((file) => (isDead(file.answer) ? [{ ...file, answer: file.answer }] : []));
    // Files lie at a place of their own, which may not answer us, or not be part of a copy, as a whole.
    const dead = gone.filter(({ url }) => portal?.fileHosts.includes(hostOf(url)));
    const [first] = dead;
    if (!first) {
      const gap = gapIn(asked.map(({ answer }) => answer));
      return gap ?? (gone.length > 0 ? cantTell("unreachable") : passed);
    }
    const isSure = one.carriedFrom === null && !mostAreGone(snapshot);
    return failed(
      "dead",
      { url: first.url, status: first.answer.value, name: first.name, count: dead.length },
      dead.map(({ answer }) => answer),
      { confidence: isSure ? "confirmed" : "suspected" },
    );
  },

  examples: {
    passed: [
      { why: "附件在", given: attached(answered("1.doc", 200)) },
      { why: "附件的地址转到别处", given: attached(answered("1.doc", 302)) },
      { why: "只答了一次404，不足为凭", given: attached(answered("1.doc", 404, 1)) },
      { why: "一个附件在，另一个还没有轮到问", given: attached(answered("1.doc", 200), NOT_YET_ASKED) },
    ],
    failed: [
      {
        why: "附件接连两次返回404",
        given: attached(answered("1.doc", 404, 2)),
        portal: OPENING,
        data: { url: "http://portal.test/mzj/1.doc", status: 404, name: "1.doc", count: 1 },
        confidence: "confirmed",
      },
      {
        why: "三个附件，一个打开，一个410，一个没有应答",
        given: attached(answered("1.doc", 200), answered("2.doc", 410), {
          ...answered("3.doc", 200),
          answer: unknown("timeout"),
        }),
        portal: OPENING,
        data: { url: "http://portal.test/mzj/2.doc", status: 410, name: "2.doc", count: 1 },
        confidence: "confirmed",
      },
      {
        why: "文章页是以前读的，链接或许已经改了",
        given: article({ files: [answered("1.doc", 404)], carriedFrom: "2016-12-01T04:00:00.000Z" }),
        portal: OPENING,
        data: { url: "http://portal.test/mzj/1.doc", status: 404, name: "1.doc", count: 1 },
        confidence: "suspected",
      },
      {
        why: "本单位五个附件没有一个打得开，别的单位的打得开",
        given: attached(...["1.doc", "2.doc", "3.doc", "4.doc", "5.doc"].map((name) => answered(name, 404))),
        portal: OPENING,
        data: { url: "http://portal.test/mzj/1.doc", status: 404, name: "1.doc", count: 5 },
        confidence: "suspected",
      },
      {
        why: "本单位六个附件，一半打不开：不算多半",
        given: attached(
          ...["1.doc", "2.doc", "3.doc"].map((name) => answered(name, 404)),
          ...["4.doc", "5.doc", "6.doc"].map((name) => answered(name, 200)),
        ),
        portal: OPENING,
        data: { url: "http://portal.test/mzj/1.doc", status: 404, name: "1.doc", count: 3 },
        confidence: "confirmed",
      },
      {
        why: "本单位只有两个附件答过，都打不开，其余没有应答：太少，看不出是不是整个单位的事",
        given: attached(
          ...["1.doc", "2.doc"].map((name) => answered(name, 404)),
          ...["4.doc", "5.doc", "6.doc"].map((name) => ({
            ...answered(name, 200),
            answer: unknown("timeout"),
          })),
        ),
        portal: OPENING,
        data: { url: "http://portal.test/mzj/1.doc", status: 404, name: "1.doc", count: 2 },
        confidence: "confirmed",
      },
    ],
    cantTell: [
      {
        why: "没有应答",
        given: attached({ ...answered("1.doc", 200), answer: unknown("timeout") }),
        reason: "timeout",
      },
      {
        why: "整个门户没有一个附件打得开，可能是文件服务器的事",
        given: attached(answered("1.doc", 404)),
        reason: "unreachable",
      },
      {
        why: "没有全门户的事实，不知道该主机上别的附件打不打得开",
        given: attached(answered("1.doc", 404)),
        portal: null,
        reason: "unreachable",
      },
      {
        why: "被拦截",
        given: attached(answered("1.doc", 200), { ...answered("2.doc", 200), answer: unknown("blocked") }),
        reason: "blocked",
      },
    ],
    inapplicable: [
      { why: "没有附件", given: article({}) },
      {
        why: "附件还没有轮到问",
        given: attached(NOT_YET_ASKED),
      },
      { why: "没有信息", given: unit([]) },
    ],
  },
});

function filesOf({ files }: ItemFacts): readonly ItemFile[] {
  return files ?? [];
}

function wasAsked(answer: Fact<number>): boolean {
  return answer.known || answer.reason !== "not-patrolled";
}

function isDead(answer: Fact<number>): answer is Known<number> {
  return answer.known && isGone(answer) && (answer.page.tries ?? 1) >= 2;
}

/** So many files that are all gone are not each the fault of who put them up. */
const MANY = 5;

/** Whether of many files of the unit that answered most are gone. */
const mostAreGone = perSnapshot(({ columns }: UnitSnapshot): boolean => {
  const items = columns.flatMap(({ listing }) => (listing.known ? listing.value.items : []));
  const answers = new Map(
    items.flatMap((one) => filesOf(one).map(({ url, answer }) => [url, answer] as const)),
  );
  const asked = [...answers.values()].filter(({ known: isKnown }) => isKnown);
  return asked.length >= MANY && asked.filter(isDead).length * 2 > asked.length;
});

function attached(...files: readonly ItemFile[]) {
  return article({ files });
}

function answered(name: string, status: number, tries = 3): ItemFile {
  const url = `http://portal.test/mzj/${name}`;
  const page = { url, fetchedAt: "2016-12-31T04:00:00.000Z", status, sha256: "1".repeat(64), tries } as const;
  return { url, name, answer: { known: true, value: status, page, excerpt: "" } };
}
