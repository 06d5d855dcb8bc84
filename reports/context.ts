import type { Rule } from "../audit/rule.ts";
import type { Catalogue } from "../domain/catalogue.ts";
import type { Portal } from "../domain/portal.ts";
import type { PortalFacts } from "../domain/snapshot.ts";
import { dayOf, type Instant } from "../domain/time.ts";

/** The languages of a report. */
export type Lang = "zh" | "en";

/** What a report needs besides the patrol's result: its words come from here, its facts never do. */
export interface ReportContext {
  /** Those of this version of the program; a finding of a rule that is not among them is still shown. */
  readonly rules: readonly Rule[];
  readonly catalogue: Catalogue;
  readonly portal: Portal;
  /** null where no complete patrol has derived them. */
  readonly portalFacts: PortalFacts | null;
  readonly lang: Lang;
  /** IANA name; days and times are printed in it. */
  readonly timezone: string;
}

/** Who must see to what is the matter with the portal's templates: the unit that keeps it, or whoever does. */
export function keeperOf({ portal, portalFacts, lang }: ReportContext): string {
  // Facts that an older version of the program derived know of no keeper.
  const keeper = portalFacts?.tags?.keeper;
  const name = portal.units.find(({ id }) => id === keeper)?.name;
  return name ?? sayIn(lang)("网站主管单位", "whoever keeps the portal");
}

/** Picks the text in the report's language. */
export type Say = (zh: string, en: string) => string;

export function sayIn(lang: Lang): Say {
  return (zh, en) => (lang === "zh" ? zh : en);
}

/** `2016-12-31 16:05` on the clock of `timezone`. */
export function minuteOf(instant: Instant, timezone: string): string {
  let format = clocks.get(timezone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-GB", { timeZone: timezone, hour: "2-digit", minute: "2-digit" });
    clocks.set(timezone, format);
  }
  return `${dayOf(instant, timezone)} ${format.format(new Date(instant))}`;
}

const clocks = new Map<string, Intl.DateTimeFormat>();
