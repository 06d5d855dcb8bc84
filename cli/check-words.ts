import { sentence } from "../audit/sentence.ts";
import type { Data, Failed, Outcome, Text } from "../domain/outcome.ts";
import type { Reason } from "../domain/snapshot.ts";
import type { Lang } from "../reports/context.ts";
import { maskedData, maskPersonalData } from "../reports/personal-data.ts";
import { REASON_NAMES } from "../reports/reason-names.ts";
import { rules } from "../rules/index.ts";
import type { LineOf } from "./places.ts";

interface Told {
  readonly rule: string;
  readonly title: string;
  readonly outcome: Outcome["verdict"]["outcome"];
}

interface ToldOpen extends Told {
  readonly outcome: "cantTell";
  readonly data: { readonly reason: Reason };
}

interface ToldFault extends Told {
  readonly outcome: "failed";
  readonly confidence: Failed["confidence"];
  readonly severity: Failed["severity"];
  readonly message: string;
  readonly expected: string;
  readonly actual: string;
  readonly remedy: string;
  readonly data: Data;
  /** Words that show it, as they stand there. */
  readonly excerpts: readonly string[];
  /** Where the first of them stands in the file, from 1; null where the words do not stand there so. */
  readonly line: number | null;
}

/** An outcome as `--json` prints it. */
export function tell(
  { rule: id, verdict }: Outcome,
  lineOf: LineOf,
  lang: Lang,
): Told | ToldOpen | ToldFault {
  const rule = rules.find((candidate) => candidate.id === id);
  const told = { rule: id, title: rule?.title[lang] ?? id };
  if (verdict.outcome === "cantTell")
    return { ...told, outcome: "cantTell", data: { reason: verdict.reason } };
  if (verdict.outcome !== "failed") return { ...told, outcome: verdict.outcome };
  const wording = rule?.wording[verdict.wording];
  const data = maskedData(verdict.data);
  const say = (text: Text | undefined) => (text ? sentence(text, data, lang, rule?.terms) : "");
  const excerpts = verdict.because.flatMap((fact) =>
    fact.known && fact.excerpt !== "" ? [fact.excerpt] : [],
  );
  return {
    ...told,
    outcome: "failed",
    confidence: verdict.confidence,
    severity: verdict.severity,
    message: say(wording?.message),
    expected: say(wording?.expected),
    actual: say(wording?.actual),
    remedy: say(wording?.remedy),
    data,
    excerpts: [...new Set(excerpts)].map(maskPersonalData),
    line: excerpts.map(lineOf).find((line) => line !== null) ?? null,
  };
}

/** The outcomes for a person: faults first, then what could not be decided. */
export function linesOf(
  outcomes: readonly (Told | ToldOpen | ToldFault)[],
  lang: Lang,
  isParagraph: boolean,
): string {
  const zh = lang === "zh";
  const lines = outcomes.filter(isFault).flatMap((fault) => {
    const sure = fault.confidence === "suspected" ? (zh ? "（疑似）" : " (suspected)") : "";
    const at = zh
      ? `第${fault.line}${isParagraph ? "段" : "行"}`
      : `${isParagraph ? "paragraph" : "line"} ${fault.line}`;
    return [
      `✗ ${fault.title}${sure}${zh ? "：" : ": "}${fault.message}`,
      ...fault.excerpts
        .slice(0, 3)
        .map((excerpt, n) => `    ${n === 0 && fault.line !== null ? at : ""}“${excerpt.slice(0, 120)}”`),
      zh
        ? `    应为：${fault.expected}　实为：${fault.actual}`
        : `    expected: ${fault.expected}; actual: ${fault.actual}`,
      zh ? `    整改：${fault.remedy}` : `    remedy: ${fault.remedy}`,
    ];
  });
  const undecided = outcomes.filter(isUndecided);
  for (const reason of new Set(undecided.map(({ data }) => data.reason))) {
    const names = undecided.filter(({ data }) => data.reason === reason).map(({ title }) => title);
    lines.push(
      zh
        ? `? 未能判断（${REASON_NAMES[reason].zh}）：${names.join("、")}`
        : `? not decided (${REASON_NAMES[reason].en}): ${names.join(", ")}`,
    );
  }
  if (lines.length === 0) lines.push(zh ? "未发现问题" : "No fault found");
  return lines.join("\n");
}

function isFault(told: Told): told is ToldFault {
  return told.outcome === "failed";
}

function isUndecided(told: Told): told is ToldOpen {
  return told.outcome === "cantTell";
}
