import fc, { type Arbitrary } from "fast-check";
import type { Case } from "../audit/audit.ts";
import { CATALOGUE } from "../audit/example.ts";
import { FILED_WELL } from "../audit/example-filing.ts";
import { ELEMENTS } from "../domain/catalogue.ts";
import type { Column, Unit } from "../domain/portal.ts";
import {
  type Attachment,
  type ColumnFacts,
  type Fact,
  type History,
  type ItemFacts,
  type Listing,
  type Page,
  type PortalFacts,
  type PrintedDate,
  REASONS,
  TAG_NAMES,
  type UnitSnapshot,
} from "../domain/snapshot.ts";
import { addDays, type CalendarDate, type Instant } from "../domain/time.ts";

// Any snapshot that the types allow. Few addresses, days and codes, so that they meet.

const CODES = [...CATALOGUE.categories.map(({ code }) => code), "99.99"];
const URLS = ["", "http://portal.test/mzj/", "http://portal.test/mzj/1.html", "//", "javascript:;"];

/** Signs that rules look for, broken off anywhere and put together anyhow. */
const WORDS = [
  "一、",
  "（二）",
  "3.",
  "１．",
  "附件",
  "第一章",
  "“",
  "”",
  "《",
  "》",
  "（",
  ")",
  "\n",
  "\t",
  " ",
  "　",
  "关于印发",
  "的通知",
  "合计100元",
  "其中：",
  "12.5万",
  "云政发[2016]3号",
  "421381197203040017",
  "6217001234567890122",
  "13800001234",
  "电话",
  "&nbsp;",
  "</p>",
  "\ufffd",
  "锟斤拷",
  "{{a.b}}",
  "??????",
  "暂无信息",
  "…",
  "...",
  ",",
  "市民政局",
  "二〇一六年二月三十日",
  "2016-12-28",
  "𠮷",
  "\ud842",
] as const;

const text = fc.oneof(
  fc
    .array(fc.oneof(fc.constantFrom(...WORDS), fc.string({ unit: "binary", maxLength: 3 })), {
      maxLength: 12,
    })
    .map((parts) => parts.join("")),
  fc.string({ unit: "grapheme", maxLength: 12 }),
);
const day: Arbitrary<CalendarDate> = fc.oneof(
  fc.integer({ min: -900, max: 60 }).map((days) => addDays("2016-12-31", days)),
  fc.constantFrom<CalendarDate>("1000-01-01", "1949-09-30", "2016-02-29", "9999-12-31"),
);
const instant: Arbitrary<Instant> = day.map((on): Instant => `${on}T04:00:00.000Z`);
const nullable = <T>(of: Arbitrary<T>) => fc.option(of, { nil: null });
const list = <T>(of: Arbitrary<T>, maxLength = 3) => fc.array(of, { maxLength });
const url = fc.oneof(fc.constantFrom(...URLS), text);
const code = fc.constantFrom(...CODES);

const page: Arbitrary<Page> = fc.record(
  {
    url,
    fetchedAt: instant,
    status: fc.constantFrom(0, 200, 404),
    sha256: fc.constantFrom("0".repeat(64), "1".repeat(64)),
    tries: fc.constantFrom(2, 3),
  },
  { requiredKeys: ["url", "fetchedAt", "status", "sha256"] },
);

function fact<T>(value: Arbitrary<T>): Arbitrary<Fact<T>> {
  const known = fc.record({ known: fc.constant(true as const), value, page, excerpt: text });
  const unknown = fc.record({
    known: fc.constant(false as const),
    reason: fc.constantFrom(...REASONS),
    page: nullable(page),
  });
  return fc.oneof({ arbitrary: known, weight: 5 }, { arbitrary: unknown, weight: 1 });
}

const printedDate: Arbitrary<PrintedDate> = fc.record({ text, day: nullable(day) });
const attachment: Arbitrary<Attachment> = fc.record({ url, name: text });
const row = fc.record({ url, title: text, date: nullable(text) });

const item: Arbitrary<ItemFacts> = fc.record({
  url,
  listTitle: text,
  publishedOn: fact(nullable(day)),
  listDate: fact(nullable(printedDate)),
  pageDate: fact(nullable(printedDate)),
  writtenOn: fact(nullable(day)),
  addressDay: nullable(day),
  title: fact(text),
  source: fact(nullable(text)),
  documentNumber: fact(nullable(text)),
  indexNumber: fact(nullable(text)),
  body: fact(text),
  carriers: fact(list(attachment, 2)),
  tags: nullable(
    fc.record({
      missing: fc.subarray([...TAG_NAMES]),
      empty: fc.subarray([...TAG_NAMES]),
      odd: fc.constantFrom({}, { PubDate: "2016-02-30" }, { ArticleTitle: "另一条" }),
    }),
  ),
  files: list(fc.record({ url, name: text, answer: fact(fc.constantFrom(200, 404, 410)) }), 2),
  carriedFrom: nullable(instant),
});

const readFrom: Arbitrary<Listing["readFrom"]> = fc.oneof(fc.constantFrom("start" as const, null), day);

const listing: Arbitrary<Listing> = fc.record({
  items: list(item, 4),
  readFrom,
  readNowFrom: readFrom,
  fullReadAgo: nullable(fc.nat(6)),
  emptyNotice: nullable(text),
  bearsName: fc.boolean(),
});

const column: Arbitrary<Column> = fc.record({
  name: text,
  url,
  category: nullable(code),
  origin: fc.constantFrom("listed", "discovered"),
  path: list(text, 2),
});

const columnFacts: Arbitrary<ColumnFacts> = fc.record({
  column,
  listing: fact(listing),
  text: fact(text),
  rendered: fc.boolean(),
  othersRows: list(row, 2),
  mayHold: list(code, 2),
  isOverview: fc.boolean(),
});

const unit: Arbitrary<Unit> = fc.record({
  id: text,
  name: text,
  kind: fc.constantFrom("department", "town", "subdistrict", "government"),
  url,
  inspector: nullable(text),
  contact: fc.constant(null),
  columnsReviewedOn: nullable(day),
  columns: list(column, 2),
  exempt: list(fc.record({ category: code, reason: text }), 1),
  declared: list(fc.record({ category: code, reason: text, until: day }), 1),
});

const snapshot: Arbitrary<UnitSnapshot> = fc.record({
  unit,
  navigation: fact(list(column)),
  columns: list(columnFacts, 3),
  vanished: list(fc.record({ url, answer: fact(fc.constantFrom(200, 404, 410)) }), 2),
  links: fc.record({
    pages: fc.nat(3),
    asked: list(
      fc.record({
        url,
        name: text,
        column: nullable(url),
        pages: fc.nat(3),
        answer: fact(fc.constantFrom(200, 404, 410)),
        again: fact(fc.constantFrom(200, 404, 410)),
      }),
    ),
    unasked: list(nullable(url), 2),
  }),
});

const portalFacts: Arbitrary<PortalFacts> = fc.record({
  sharedDays: list(day),
  templateLacks: fc.subarray([...ELEMENTS]),
  elements: fc.record({ lacking: fc.subarray([...ELEMENTS]), shown: fc.subarray([...ELEMENTS]) }),
  templateNotices: list(text, 2),
  fileHosts: fc.subarray(["portal.test", ""]),
  links: fc.record({ hosts: fc.subarray(["portal.test", ""]), templates: list(url) }),
  tags: fc.record({
    usual: fc.subarray([...TAG_NAMES]),
    templateLacks: fc.subarray([...TAG_NAMES]),
    unitLacks: fc.dictionary(text, fc.subarray([...TAG_NAMES]), { maxKeys: 2 }),
    keeper: nullable(text),
  }),
  publishedUntil: nullable(day),
  drifted: list(
    fc.record({ unitId: text, columnUrl: url, name: text, kind: fc.constantFrom("same-page", "list-gone") }),
    1,
  ),
  alikePages: list(fc.constant("0".repeat(64)), 1),
});

const known = fc.record({ known: fc.constant(true as const), value: listing, page, excerpt: text });

const status = fc.record({
  known: fc.constant(true as const),
  value: fc.constantFrom(200, 404),
  page,
  excerpt: text,
});

const history: Arbitrary<History> = fc.record({
  links: fc.dictionary(url, status, { maxKeys: 2 }),
  firstSeen: fc.dictionary(url, day, { maxKeys: 4 }),
  readings: fc.dictionary(
    url,
    list(
      fc.record({
        on: day,
        readFrom,
        items: nullable(fc.nat(9)),
        newestOn: nullable(day),
        status: nullable(fc.constantFrom(200, 404)),
      }),
    ),
    { maxKeys: 3 },
  ),
  columns: fc.dictionary(
    url,
    fc.record({
      rendered: fc.boolean(),
      listing: nullable(known),
      further: list(item, 2),
      othersRows: list(row, 2),
    }),
    { maxKeys: 2 },
  ),
  patrols: fc.nat(9),
  lastPatrol: nullable(text),
});

/** Any case that `audit` may be asked to judge, by the catalogue of the examples. */
export const anyCase: Arbitrary<Case> = fc.record({
  snapshot,
  portal: nullable(portalFacts),
  filing: fc.constantFrom(null, FILED_WELL),
  history,
  catalogue: fc.constant(CATALOGUE),
  catalogueAdopted: fc.boolean(),
  today: day,
});
