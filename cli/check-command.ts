import { audit } from "../audit/audit.ts";
import { ORDINARY_PORTAL_FACTS } from "../audit/portal-facts.ts";
import { sentence } from "../audit/sentence.ts";
import { loadCatalogue } from "../catalogue/load.ts";
import { readArticle } from "../crawler/article-page.ts";
import { itemFrom, pageFrom, unreadPage } from "../crawler/gather-item.ts";
import { PageDocument } from "../crawler/page-document.ts";
import { read, unread } from "../crawler/reading.ts";
import { sha256Of } from "../crawler/warc-record.ts";
import type { Catalogue, Category } from "../domain/catalogue.ts";
import type { Outcome, Text } from "../domain/outcome.ts";
import {
  type Fact,
  type ItemFacts,
  NO_HISTORY,
  type Page,
  type Reason,
  type UnitSnapshot,
} from "../domain/snapshot.ts";
import { dayOf, type Instant } from "../domain/time.ts";
import type { Lang } from "../reports/context.ts";
import { REASON_NAMES } from "../reports/reason-names.ts";
import { rules } from "../rules/index.ts";
import { EXIT, type ExitCode, UsageError } from "./exit.ts";
import { type OnePage, onePage } from "./one-page.ts";
import type { Output } from "./output.ts";

export interface CheckArguments {
  readonly target: string;
  /** Category that the item will be filed under; null: none, only what every item needs is asked of it. */
  readonly category: string | null;
  readonly catalogue: string;
  readonly asOf: Instant;
  readonly lang: Lang;
  readonly json: boolean;
  readonly failOn: "failed" | "cantTell" | "never";
}

const TIMEZONE = "Asia/Shanghai";

/** `xuncha check`: one article or text, before it is published. */
export async function checkCommand(
  args: CheckArguments,
  output: Output,
  signal: AbortSignal,
): Promise<ExitCode> {
  const catalogue = await loadCatalogue(args.catalogue, null, args.lang);
  const category =
    args.category === null ? ANY : catalogue.categories.find(({ code }) => code === args.category);
  if (!category) throw new UsageError(`--category：目录 ${catalogue.id} 没有类别“${args.category}”`);
  const page = await onePage(args.target, null, signal);
  const item = itemOf(page, args);
  const outcomes = audit(
    {
      snapshot: unitWith(item, category),
      portal: ORDINARY_PORTAL_FACTS,
      history: NO_HISTORY,
      catalogue: { ...catalogue, categories: [category] } satisfies Catalogue,
      catalogueAdopted: true,
      today: dayOf(args.asOf, TIMEZONE),
    },
    rules.filter(({ target }) => target === "item"),
  );
  const told = outcomes.map((outcome) => tell(outcome, args.lang));
  output.result(args.json ? JSON.stringify({ outcomes: told }, null, 2) : linesOf(told, args.lang));
  const kinds = new Set(outcomes.map(({ verdict }) => verdict.outcome));
  const met = kinds.has("failed") || (args.failOn === "cantTell" && kinds.has("cantTell"));
  return args.failOn !== "never" && met ? EXIT.threshold : EXIT.complete;
}

/** What every item needs, wherever it is filed. */
const ANY: Category = {
  code: "",
  name: "",
  group: null,
  aliases: [],
  keywords: [],
  for: ["department"],
  content: "notice",
  updateWithin: null,
  ifEmpty: "allowed",
  since: null,
  requires: ["title", "body"],
  basis: null,
  provenance: { duty: "source", period: "source" },
};

function itemOf(page: OnePage, { target, asOf }: CheckArguments): ItemFacts {
  const url = page.url ?? target;
  const text = page.ok ? page.text : "";
  const source: Page = { url, fetchedAt: asOf, status: page.ok ? 200 : 0, sha256: sha256Of(text) };
  const own = page.ok
    ? pageFrom(isHtml(text) ? readArticle(new PageDocument(text, page.url)) : plainText(text), source)
    : unreadPage(page.reason, null);
  const today = dayOf(asOf, TIMEZONE);
  const title = own.title.known ? own.title.value : "";
  // A draft stands in no list yet.
  const item = itemFrom({ url, title, date: null, listPage: source }, own);
  return {
    ...item,
    publishedOn:
      item.publishedOn.known && item.publishedOn.value ? item.publishedOn : knownDay(source, today),
  };
}

function knownDay(page: Page, day: ReturnType<typeof dayOf>): Fact<ReturnType<typeof dayOf>> {
  return { known: true, value: day, page, excerpt: "" };
}

function isHtml(text: string): boolean {
  return /<(?:!doctype|html|body|div|p|table|meta)\b/i.test(text.slice(0, 5000));
}

/** A text without markup: its first line is the title, the rest the body. */
function plainText(text: string): Parameters<typeof pageFrom>[0] {
  const [title = "", ...body] = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const unwritten = unread("not-html");
  return {
    title: read(title),
    body: read(body.join("\n")),
    carriers: read([]),
    publishedOn: unwritten,
    writtenOn: unwritten,
    source: unwritten,
    documentNumber: unwritten,
    indexNumber: unwritten,
  };
}

function unitWith(item: ItemFacts, category: Category): UnitSnapshot {
  const page = item.listDate.page;
  if (!page) throw new Error("a checked item has its own page");
  const column = {
    name: category.name,
    url: item.url,
    category: category.code,
    origin: "listed",
    path: [],
  } as const;
  return {
    unit: {
      id: "check",
      name: "",
      kind: "department",
      url: item.url,
      inspector: null,
      contact: null,
      columnsReviewedOn: null,
      columns: [column],
      exempt: [],
      declared: [],
    },
    navigation: { known: true, value: [column], page, excerpt: "" },
    vanished: [],
    columns: [
      {
        column,
        listing: {
          known: true,
          value: {
            items: [item],
            readFrom: "start",
            readNowFrom: "start",
            fullReadAgo: 0,
            emptyNotice: null,
            bearsName: false,
          },
          page,
          excerpt: "",
        },
        text: { known: false, reason: "not-patrolled", page: null },
        rendered: false,
        othersRows: [],
        mayHold: [],
      },
    ],
  };
}

interface Told {
  readonly rule: string;
  readonly title: string;
  readonly outcome: Outcome["verdict"]["outcome"];
  readonly [more: string]: unknown;
}

function tell({ rule: id, verdict }: Outcome, lang: Lang): Told {
  const rule = rules.find((candidate) => candidate.id === id);
  const told = { rule: id, title: rule?.title[lang] ?? id, outcome: verdict.outcome };
  if (verdict.outcome === "cantTell") return { ...told, data: { reason: verdict.reason } };
  if (verdict.outcome !== "failed") return told;
  const wording = rule?.wording[verdict.wording];
  const say = (text: Text | undefined) => (text ? sentence(text, verdict.data, lang, rule?.terms) : "");
  const excerpts = verdict.because.flatMap((fact) =>
    fact.known && fact.excerpt !== "" ? [fact.excerpt] : [],
  );
  return {
    ...told,
    confidence: verdict.confidence,
    severity: verdict.severity,
    message: say(wording?.message),
    expected: say(wording?.expected),
    actual: say(wording?.actual),
    remedy: say(wording?.remedy),
    data: verdict.data,
    excerpts: [...new Set(excerpts)],
  };
}

function linesOf(outcomes: readonly Told[], lang: Lang): string {
  const failed = outcomes.filter(({ outcome }) => outcome === "failed");
  const open = outcomes.filter(({ outcome }) => outcome === "cantTell");
  const lines = failed.flatMap(({ title, message, expected, actual, remedy, excerpts }) => [
    `✗ ${title}：${message}`,
    lang === "zh" ? `    应为：${expected}　实为：${actual}` : `    expected: ${expected}; actual: ${actual}`,
    ...(excerpts as readonly string[]).slice(0, 3).map((excerpt) => `    “${excerpt.slice(0, 120)}”`), // told above
    lang === "zh" ? `    整改：${remedy}` : `    remedy: ${remedy}`,
  ]);
  const undecided = open.map(
    ({ title, data }) => `? ${title}：${REASON_NAMES[(data as { reason: Reason }).reason][lang]}`, // told above
  );
  if (lines.length === 0) lines.push(lang === "zh" ? "未发现问题" : "No fault found");
  return [...lines, ...undecided].join("\n");
}
