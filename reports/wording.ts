import { isInForce } from "../audit/audit.ts";
import type { Rule } from "../audit/rule.ts";
import { sentence } from "../audit/sentence.ts";
import type { Catalogue, Category } from "../domain/catalogue.ts";
import type { Finding } from "../domain/finding.ts";
import type { Data, Text } from "../domain/outcome.ts";
import { isAdoptedBy } from "../domain/portal.ts";
import type { CalendarDate } from "../domain/time.ts";
import { type ReportContext, sayIn } from "./context.ts";
import { maskedData } from "./personal-data.ts";

/** What a report says of one finding. */
export interface Words {
  readonly message: string;
  readonly expected: string;
  readonly actual: string;
  readonly remedy: string;
}

/** A norm as it is printed. */
export interface Basis {
  readonly document: string;
  readonly clause: string;
}

/**
 * A finding in the rule's own words. Where this version of the program has no such rule or wording, the
 * message says so and gives the finding's data, and the other three are empty.
 */
export function wordsOf(finding: Finding, rule: Rule | undefined, context: ReportContext): Words {
  const wording = rule?.wording[finding.wording];
  if (!wording) return wordsWithoutRule(finding, rule, context);
  const data = spoken(finding.data);
  const fill = (text: Text) => sentence(text, data, context.lang, rule?.terms);
  return {
    message: fill(wording.message),
    expected: fill(wording.expected),
    actual: fill(wording.actual),
    remedy: fill(wording.remedy),
  };
}

/** The norms behind a finding that were in force on the day judged, the catalogue's own word last. */
export function basisOf(
  finding: Finding,
  rule: Rule | undefined,
  day: CalendarDate,
  context: ReportContext,
): Basis[] {
  if (!rule) return [];
  const norms = rule.basis
    .filter((citation) => isInForce(citation, day))
    .map(({ document, clause }) => ({ document, clause }));
  return rule.citesCatalogue && finding.category
    ? [...norms, catalogueBasis(finding.category, day, context)]
    : norms;
}

/** Whether a category's duty or the period it sets was compiled by the authors of the catalogue file. */
export function isReconstructed({ provenance, updateWithin }: Category): boolean {
  return (
    provenance.duty === "reconstructed" || (updateWithin !== null && provenance.period === "reconstructed")
  );
}

/** Data as sentences take it: an empty list reads as nothing, and personal numbers are masked. */
function spoken(data: Data): Data {
  const values = Object.entries(maskedData(data)).map(([name, value]) => {
    const isEmptyList = value !== null && typeof value === "object" && value.length === 0;
    return [name, isEmptyList ? null : value] as const;
  });
  return Object.fromEntries(values);
}

function wordsWithoutRule(finding: Finding, rule: Rule | undefined, context: ReportContext): Words {
  const say = sayIn(context.lang);
  const values = spoken(finding.data);
  const data = Object.keys(values)
    .sort()
    .map((name) => sentence({ zh: `${name} {${name}}`, en: `${name} {${name}}` }, values, context.lang))
    .join(say("，", ", "));
  const title = rule ? rule.title[context.lang] : finding.rule;
  const message = say(
    `${title}（由其他版本的程序判定，本版本没有其说明）`,
    `${title} (judged by another version of the program, which this one has no words for)`,
  );
  return {
    message: data === "" ? message : `${message}${say("：", ": ")}${data}`,
    expected: "",
    actual: "",
    remedy: "",
  };
}

function catalogueBasis(
  { code, name }: { readonly code: string; readonly name: string },
  day: CalendarDate,
  { catalogue, portal, lang }: ReportContext,
): Basis {
  const category = categoryOf(catalogue, code);
  const ownBasis = category?.basis ? `（${category.basis}）` : "";
  return {
    document: catalogue.basis,
    clause: `${code} ${name}${ownBasis}${category && isReconstructed(category) ? mark() : ""}`,
  };

  function mark(): string {
    const say = sayIn(lang);
    return isAdoptedBy(portal, day)
      ? say(
          `（依据为据公开资料重建，本级已于 ${portal.catalogueAdoptedOn} 确认采用）`,
          ` (reconstructed from public sources; adopted locally on ${portal.catalogueAdoptedOn})`,
        )
      : say("（依据为据公开资料重建，待核）", " (reconstructed from public sources; to be checked)");
  }
}

/** The category with that code; undefined where the catalogue has none such. */
export function categoryOf(catalogue: Catalogue, code: string): Category | undefined {
  let categories = byCode.get(catalogue);
  if (!categories) {
    categories = new Map(catalogue.categories.map((category) => [category.code, category]));
    byCode.set(catalogue, categories);
  }
  return categories.get(code);
}

const byCode = new WeakMap<Catalogue, Map<string, Category>>();
