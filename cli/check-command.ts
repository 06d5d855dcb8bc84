import { loadCatalogue } from "../catalogue/load.ts";
import type { Instant } from "../domain/time.ts";
import type { Lang } from "../reports/context.ts";
import { ANY, outcomesOf } from "./check-item.ts";
import { linesOf, tell } from "./check-words.ts";
import { checkedFrom } from "./checked.ts";
import { EXIT, type ExitCode, UsageError } from "./exit.ts";
import type { Output } from "./output.ts";
import { placesIn } from "./places.ts";

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
  const checked = await checkedFrom(args.target, signal);
  const outcomes = outcomesOf(checked, catalogue, category, args.asOf);
  const lineOf = placesIn(checked);
  const told = outcomes.map((outcome) => tell(outcome, lineOf, args.lang));
  const isParagraph = checked.kind === "text" && checked.countedIn === "paragraphs";
  output.result(
    args.json ? JSON.stringify({ outcomes: told }, null, 2) : linesOf(told, args.lang, isParagraph),
  );
  const kinds = new Set(outcomes.map(({ verdict }) => verdict.outcome));
  const met = kinds.has("failed") || (args.failOn === "cantTell" && kinds.has("cantTell"));
  if (args.failOn !== "never" && met) return EXIT.threshold;
  return checked.kind === "unread" ? EXIT.incomplete : EXIT.complete;
}
