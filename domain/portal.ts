import type { CategoryCode } from "./catalogue.ts";
import type { QuietHours } from "./quiet-hours.ts";
import type { CalendarDate } from "./time.ts";

export const UNIT_KINDS = ["department", "town", "subdistrict", "government"] as const;
export type UnitKind = (typeof UNIT_KINDS)[number];

/** Where a unit publishes one category, as the portal file or the unit's own navigation gives it. */
export interface Column {
  readonly name: string;
  readonly url: string;
  /** null: no category of the catalogue fits it. */
  readonly category: CategoryCode | null;
  /** `listed` in the portal file by a person, or `discovered` in the unit's navigation, also where a file proposes it. */
  readonly origin: "listed" | "discovered";
  /** The menus above it, outermost first; empty where the portal file lists it. */
  readonly path: readonly string[];
}

/** A category that a unit need not fill, and why: `无此职能`. */
export interface Exemption {
  readonly category: CategoryCode;
  readonly reason: string;
}

/** A unit's word that it has nothing to publish in a category, up to and including `until`. */
export interface Declaration extends Exemption {
  readonly until: CalendarDate;
}

/** Whom the inspector calls. Never in a public report. */
export interface Contact {
  readonly name: string | null;
  readonly phone: string | null;
  readonly email: string | null;
  readonly address: string | null;
}

export interface Inspector {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
}

/** A department, town or subdistrict that publishes on the portal. */
export interface Unit {
  readonly id: string;
  readonly name: string;
  readonly kind: UnitKind;
  readonly url: string;
  /** Id of the inspector who looks after it. */
  readonly inspector: string | null;
  readonly contact: Contact | null;
  /** A person has checked on that day that `columns` are all that the unit has. */
  readonly columnsReviewedOn: CalendarDate | null;
  /** Those of the portal file; discovered ones stand in the snapshot. */
  readonly columns: readonly Column[];
  readonly exempt: readonly Exemption[];
  readonly declared: readonly Declaration[];
}

/** A page on which several units publish the same category: the yearly reports of all of them, say. */
export interface SharedColumn {
  readonly category: CategoryCode;
  readonly url: string;
  /** What tells whose an item is: its printed source, a unit's name in its title, or the menu it stands in. */
  readonly by: "source" | "title" | "path";
}

/** How politely and how far a portal is read. */
export interface CrawlSettings {
  /** For each host. */
  readonly requestsPerSecond: number;
  /** Open requests for each host. */
  readonly concurrency: number;
  /** How far back a full reading goes. */
  readonly lookbackDays: number;
  /** How far back every patrol reads. */
  readonly recheckDays: number;
  readonly render: "auto" | "never" | "always";
  /** Loopback, private and link-local addresses are refused unless true. */
  readonly allowPrivateHosts: boolean;
  /** Whom the portal's keeper may turn to, as requests say it; null: nobody is named. */
  readonly contact: string | null;
  /** When the portal is not asked. */
  readonly quietHours: readonly QuietHours[];
}

/** Parameters that the portal file overrides, by rule id; `off` leaves a rule out. */
export type RuleOverrides = Readonly<Record<string, Readonly<Record<string, number>> | "off">>;

/** The site under patrol: one municipal portal and the units that publish on it. */
export interface Portal {
  readonly name: string;
  readonly url: string;
  /** Built-in id or path, as written in the portal file. */
  readonly catalogue: string;
  /** The centre has made a reconstructed catalogue its own rule on that day; null where it has not. */
  readonly catalogueAdoptedOn: CalendarDate | null;
  /** IANA name; every calendar date of this portal is read and written in it. */
  readonly timezone: string;
  readonly crawl: CrawlSettings;
  readonly rules: RuleOverrides;
  readonly inspectors: readonly Inspector[];
  readonly sharedColumns: readonly SharedColumn[];
  readonly units: readonly Unit[];
}

/** Whether the centre had made the reconstructed catalogue its own rule by `day`. */
export function isAdoptedBy({ catalogueAdoptedOn }: Portal, day: CalendarDate): boolean {
  return catalogueAdoptedOn !== null && catalogueAdoptedOn <= day;
}
