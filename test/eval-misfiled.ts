import { readFileSync } from "node:fs";
import { join } from "node:path";
import { audit } from "../audit/audit.ts";
import { column as columnOf, item, known, unit } from "../audit/example.ts";
import { type Lesson, lessonsOf, Others } from "../audit/filing.ts";
import { formsOf } from "../audit/filing-form.ts";
import { FilingTeacher } from "../audit/filing-model.ts";
import { type Words, wordsOf } from "../audit/filing-words.ts";
import { ORDINARY_PORTAL_FACTS } from "../audit/portal-facts.ts";
import { loadCatalogue } from "../catalogue/load.ts";
import { matchColumn } from "../catalogue/match.ts";
import type { CategoryCode } from "../domain/catalogue.ts";
import { WORD_NUMBERS } from "../domain/filing.ts";
import { NO_HISTORY, type UnitSnapshot } from "../domain/snapshot.ts";
import { growPortal } from "../fixtures/grown/grown-portal.ts";
import { misfiledItem } from "../rules/misfiled-item.ts";

/** A row of `misfiled-labels.jsonl`: a person's word on whether an item fits its column. */
interface Label {
  readonly site: string;
  readonly column: string;
  readonly title: string;
  readonly fitsColumn: "yes" | "no" | "unsure";
  readonly betterColumn: string | null;
}

/** A row of `timelines.jsonl`: what stands in a column. `column` gives its menus and its name: `首页>A>B`. */
interface Row {
  readonly site: string;
  readonly column: string;
  readonly title: string;
}

/** An item as one unit files it. */
interface Filed {
  readonly unitId: string;
  readonly category: CategoryCode;
  readonly title: string;
}

const [dir] = process.argv.slice(2);
if (!dir) {
  console.error(
    "usage: npm run eval:misfiled -- DIR   (DIR holds structured/misfiled-labels.jsonl and structured/timelines.jsonl)",
  );
  process.exit(2);
}
const segmenter = new Intl.Segmenter("zh", { granularity: "word" });
/** What a person who lists these columns in a portal file would call those whose names do not say it. */
const LISTED: Readonly<Record<string, CategoryCode>> = {
  人事考试: "06.03",
  招聘信息: "10.03",
  人事信息: "06.01",
};

const catalogue = await loadCatalogue("hubei-basic-2016", null);
const labels = rowsOf<Label>("misfiled-labels.jsonl");
const rows = rowsOf<Row>("timelines.jsonl");
const judgedSite = labels[0]?.site ?? "";
const real = rows.flatMap(filed);

measureWords(real);
const others = real.filter(({ unitId }) => !unitId.startsWith(judgedSite));
measureLabels("real units of other sites", others);
measureLabels("those, and forty units of an invented city", [...others, ...invented()]);

/** Which words tell real titles apart better: what each unit files is foretold by the others. */
function measureWords(all: readonly Filed[]): void {
  const ids = [...new Set(all.map(({ unitId }) => unitId))];
  console.log(`${all.length} titles of ${ids.length} units, each unit foretold by the others`);
  for (const [name, words] of [
    ["characters and pairs of them", (title: string) => wordsOf(title, "")],
    ["words and pairs of them (Intl.Segmenter)", wordsBySegment],
  ] as const) {
    const lessons = new Map(ids.map((id) => [id, lessonsFrom(all, id, words)]));
    const teacher = new FilingTeacher(catalogue);
    for (const [id, own] of lessons) teacher.teach(id, own);
    const model = teacher.model();
    if (model === null) continue;
    const tried = [...lessons].flatMap(([id, own]) => {
      const rest = new Others(model, id, own);
      const among = model.categories.filter((code) => rest.units(code) >= 2);
      return own
        .filter(({ category }) => among.includes(category))
        .map((lesson) => ({ category: lesson.category, likely: rest.probabilities(lesson.words, among) }));
    });
    const isRight = ({ category, likely }: (typeof tried)[number]) => topOf(likely).code === category;
    const sure = tried.filter(({ likely }) => topOf(likely).share >= 0.9);
    const loss = tried.reduce((sum, t) => sum - Math.log(Math.max(t.likely.get(t.category) ?? 0, 1e-6)), 0);
    console.log(
      `  ${name.padEnd(42)} right ${share(tried.filter(isRight).length, tried.length)}, mean loss ${(loss / tried.length).toFixed(3)}, right of those at 0.9 or more ${share(sure.filter(isRight).length, sure.length)}`,
    );
  }
}

/** What a person labelled, by the classifier alone and by the rule. */
function measureLabels(name: string, taught: readonly Filed[]): void {
  const judged = judgedUnit();
  const teacher = new FilingTeacher(catalogue);
  for (const id of new Set(taught.map(({ unitId }) => unitId)))
    teacher.teach(
      id,
      lessonsFrom(taught, id, (title) => wordsOf(title, "")),
    );
  teacher.add(judged);
  const filing = teacher.model();
  console.log(`\nlabelled items, taught by ${name}`);
  if (filing === null) {
    console.log("  not enough to learn from");
    return;
  }
  const rest = new Others(filing, judged.unit.id, lessonsOf(judged));
  const among = filing.categories.filter((code) => rest.units(code) >= 2 && rest.lessons(code) >= 5);
  const given = { portal: ORDINARY_PORTAL_FACTS, filing, history: NO_HISTORY, catalogue };
  const outcomes = audit({ ...given, snapshot: judged, catalogueAdopted: false, today: "2021-01-03" }, [
    misfiledItem,
  ]);
  const verdicts = new Map(outcomes.map(({ subject, verdict }) => [subject.item, verdict]));

  const alone: Label[] = [];
  const both: Label[] = [];
  const undecided: Label[] = [];
  let right = 0;
  let told = 0;
  for (const [n, label] of labels.entries()) {
    const home = categoryOf([label.column]);
    const likely = rest.probabilities(wordsOf(label.title, ""), among);
    const top = topOf(likely);
    const better = (label.betterColumn ?? "").split("/").map((column) => categoryOf([column.trim()]));
    const truth = label.fitsColumn === "yes" ? [home] : label.fitsColumn === "no" ? better : [];
    if (truth.some((code) => code !== null && among.includes(code))) {
      told += 1;
      if (truth.includes(top.code)) right += 1;
    }
    if (home !== null && top.code !== home && top.share >= 0.9 && (likely.get(home) ?? 0) <= 0.05)
      alone.push(label);
    const verdict = verdicts.get(urlOf(n));
    if (verdict?.outcome === "cantTell") undecided.push(label);
    if (verdict?.outcome !== "failed") continue;
    both.push(label);
    console.log(
      `  suspected, ${label.fitsColumn}: ${label.column} | ${label.title} → ${verdict.data.suggestedName}`,
    );
  }
  console.log(`  category foretold right, where the others have it: ${share(right, told)}`);
  console.log(`  suspected by the classifier alone: ${countsOf(alone)}`);
  console.log(`  by classifier and signal:          ${countsOf(both)}`);
  console.log(`  left undecided by the rule:        ${countsOf(undecided)}`);
}

function countsOf(suspected: readonly Label[]): string {
  const count = (of: readonly Label[], fits: Label["fitsColumn"]) =>
    of.filter(({ fitsColumn }) => fitsColumn === fits).length;
  const part = (fits: Label["fitsColumn"], what: string) =>
    `${count(suspected, fits)} of ${count(labels, fits)} ${what}`;
  return [part("no", "misfiled"), part("yes", "that fit"), part("unsure", "unsure")].join(", ");
}

/** The labelled unit: its columns with the labelled items, and an empty one of every other category. */
function judgedUnit(): UnitSnapshot {
  const codes = [...new Set(labels.map(({ column }) => categoryOf([column])))];
  const columns = codes.map((code) =>
    columnOf(
      code,
      labels.flatMap(({ column, title }, n) =>
        categoryOf([column]) === code
          ? [item({ url: urlOf(n), listTitle: title, title: known(title), body: known("") })]
          : [],
      ),
    ),
  );
  const further = catalogue.categories.filter(
    ({ code, content }) => content !== "static" && !codes.includes(code),
  );
  return unit([...columns, ...further.map(({ code }) => columnOf(code, []))], { unit: { id: "judged" } });
}

function urlOf(n: number): string {
  return `http://portal.test/labelled/${n}.html`;
}

function lessonsFrom(
  all: readonly Filed[],
  unitId: string,
  words: (title: string) => Words,
): readonly Lesson[] {
  return all
    .filter((one) => one.unitId === unitId)
    .map(({ category, title }) => ({
      category,
      words: words(title),
      forms: formsOf(title, null).map(({ id }) => id),
    }));
}

/** A unit is a site, or a part of it that has columns of its own under the same menus. */
function filed({ site, column, title }: Row): readonly Filed[] {
  const path = column.split(">").slice(column.includes(">") ? 1 : 0);
  const names = path.length > 0 && !column.includes(">") ? [column.split("-")[0] ?? ""] : path;
  const category = categoryOf(names);
  const part = names.length > 1 && /中心|大队|仲裁|经办|就业/.test(names[0] ?? "") ? names[0] : "";
  return category === null ? [] : [{ unitId: `${site} ${part}`, category, title }];
}

function categoryOf(path: readonly string[]): CategoryCode | null {
  for (const name of [...path].reverse()) {
    const code = LISTED[name] ?? matchColumn({ name, path: [] }, catalogue)?.code;
    if (code !== undefined) return code;
    if (/动态|要闻|新闻/.test(name)) return "05.01";
  }
  return null;
}

function invented(): readonly Filed[] {
  const grown = growPortal(
    { seed: 1, units: 40, years: 1, faults: "none" },
    "http://portal.test/",
    catalogue,
  );
  return grown.units.flatMap(({ id, columns }) =>
    columns.flatMap(({ category, items }) =>
      items.map(({ title }) => ({ unitId: `invented ${id}`, category: category.code, title })),
    ),
  );
}

function wordsBySegment(title: string): Words {
  const plain = title.normalize("NFKC").toLowerCase().replace(/\s+/g, "").replace(/\d+/g, "0");
  const parts = ["^", ...[...segmenter.segment(plain)].map(({ segment }) => segment), "$"];
  const pairs = parts.slice(1).map((part, n) => `${parts[n]} ${part}`);
  return { title: [...new Set([...parts, ...pairs].map(numberOf))], text: [] };
}

function numberOf(word: string): number {
  let hash = 0x811c9dc5;
  for (const character of word) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return (hash >>> 0) % WORD_NUMBERS;
}

function topOf(likely: ReadonlyMap<CategoryCode, number>): {
  readonly code: CategoryCode;
  readonly share: number;
} {
  let top = { code: "", share: 0 };
  for (const [code, share] of likely) if (share > top.share) top = { code, share };
  return top;
}

function share(of: number, all: number): string {
  return `${of}/${all}${all > 0 ? ` (${(of / all).toFixed(3)})` : ""}`;
}

function rowsOf<T>(name: string): readonly T[] {
  return readFileSync(join(dir ?? "", "structured", name), "utf8")
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => JSON.parse(line) as T);
}
