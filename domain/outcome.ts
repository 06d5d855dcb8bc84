import type { CategoryCode } from "./catalogue.ts";
import type { Fact, Page, Reason } from "./snapshot.ts";

/** A text for people, in each language that the product speaks. */
export interface Text {
  readonly zh: string;
  readonly en: string;
}

export const SEVERITIES = ["critical", "major", "minor"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** `confirmed`: the facts leave no room. `suspected`: a person must look; never scored. */
export type Confidence = "confirmed" | "suspected";

/** The numbers and words behind a verdict. JSON scalars and lists only. */
export type Data = { readonly [name: string]: string | number | boolean | null | readonly string[] };

export const OUTCOMES = ["passed", "failed", "cantTell", "inapplicable"] as const;
export type OutcomeKind = (typeof OUTCOMES)[number];

export interface Passed {
  readonly outcome: "passed";
}

/** `data.explainedBy` names the rule that already explains the fault; `data.because` why it does not apply. */
export interface Inapplicable {
  readonly outcome: "inapplicable";
  readonly data: Data;
}

export interface CantTell {
  readonly outcome: "cantTell";
  readonly reason: Reason;
  /** The page that was asked for, where one answered. */
  readonly page: Page | null;
}

export interface Failed {
  readonly outcome: "failed";
  readonly confidence: Confidence;
  /** null: the rule's own. */
  readonly severity: Severity | null;
  /** Key of the rule's wording. */
  readonly wording: string;
  readonly data: Data;
  /** For events in time: their first day, which the finding's id rests on. Else null. */
  readonly event: string | null;
  /** The facts that the accusation rests on. Their pages become its evidence. */
  readonly because: readonly Fact<unknown>[];
}

/**
 * What a rule says of one target, after W3C ACT and EARL.
 * @see https://www.w3.org/TR/EARL10-Schema/#OutcomeValue
 */
export type Verdict = Passed | Inapplicable | CantTell | Failed;

/** What the verdict is about; as much of it as the rule's target has. */
export interface Subject {
  readonly unit: string;
  readonly category: CategoryCode | null;
  /** Its address. */
  readonly column: string | null;
  /** Its address. */
  readonly item: string | null;
}

/** A verdict with the rule that gave it and the subject it is about. */
export interface Outcome {
  readonly rule: string;
  readonly subject: Subject;
  readonly verdict: Verdict;
}
