import type { Finding, FindingSubject, PatrolVersions } from "../domain/finding.ts";
import type { Confidence, Data, OutcomeKind, Severity } from "../domain/outcome.ts";
import type { UnitKind } from "../domain/portal.ts";
import type { Reason } from "../domain/snapshot.ts";
import type { CalendarDate, Instant, Period } from "../domain/time.ts";

// The read-only API as this dashboard uses it; /openapi.json describes all of it.

export const API_BASE = "/api/v1";

export const GROUPS = [
  "missing-categories",
  "stale-units",
  "burst-publishing",
  "misfiled-items",
  "malformed-items",
  "site-health",
] as const;
export type Group = (typeof GROUPS)[number];

type OutcomeCounts = Readonly<Record<OutcomeKind, number>>;

export interface Patrol {
  readonly id: string;
  readonly portal: string;
  readonly portalUrl: string;
  readonly catalogue: string;
  readonly asOf: Instant;
  readonly versions: PatrolVersions;
  /** null while it is unfinished. */
  readonly complete: boolean | null;
  /** null: all. */
  readonly onlyUnits: readonly string[] | null;
  readonly startedAt: Instant;
  readonly finishedAt: Instant | null;
  /** These four are null where nothing was recorded. */
  readonly units: number | null;
  readonly columns: number | null;
  readonly items: number | null;
  readonly outcomes: OutcomeCounts | null;
}

export interface ListedFinding
  extends FindingSubject,
    Pick<
      Finding,
      "id" | "rule" | "confidence" | "severity" | "data" | "evidence" | "firstSeen" | "lastSeen" | "status"
    > {
  /** null where this version of the program does not know the rule. */
  readonly group: Group | null;
  readonly message: string;
  readonly expected: string;
  readonly actual: string;
  readonly remedy: string;
  readonly basis: readonly { readonly document: string; readonly clause: string }[];
  readonly evidenceOmitted?: number;
  readonly statusReason?: string;
}

export interface Page {
  readonly limit: number;
  readonly total: number;
  readonly next: string | null;
}

export interface FindingList {
  readonly data: readonly ListedFinding[];
  readonly page: Page;
  readonly patrol: Patrol | null;
}

export interface FindingEvent {
  readonly patrol: string | null;
  readonly at: Instant;
  readonly from: Finding["status"] | null;
  readonly to: Finding["status"];
  readonly by: string | null;
  readonly note: string | null;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly data: Data;
}

export interface Unit {
  readonly id: string;
  readonly name: string;
  readonly kind: UnitKind;
  readonly url: string;
  readonly inspector: { readonly id: string; readonly name: string } | null;
  readonly lastPatrol: string | null;
  readonly columns: number | null;
  readonly items: number | null;
  readonly lastPublishedOn: CalendarDate | null;
  readonly findings: Readonly<Record<Severity | "suspected" | "recorded", number>>;
  readonly outcomes: OutcomeCounts;
}

export interface UnitDetail extends Unit {
  readonly columnsReviewedOn: CalendarDate | null;
  readonly exempt: readonly { readonly category: string; readonly reason: string }[];
  readonly declared: readonly {
    readonly category: string;
    readonly reason: string;
    readonly until: CalendarDate;
  }[];
}

export interface UnitList {
  readonly data: readonly Unit[];
  readonly patrol: Patrol | null;
}

export interface Column {
  readonly name: string;
  readonly url: string;
  readonly path: readonly string[];
  readonly origin: "listed" | "discovered";
  readonly category: { readonly code: string; readonly name: string } | null;
  readonly state: "filled" | "empty" | "unread";
  readonly reason: Reason | null;
  readonly items: number | null;
  readonly lastPublishedOn: CalendarDate | null;
  readonly readFrom: CalendarDate | "start" | null;
  readonly emptyNotice: string | null;
  readonly updateWithin: Period | null;
  readonly findings: readonly string[];
}

export interface Timeline {
  readonly from: CalendarDate;
  readonly to: CalendarDate;
  readonly readFrom: CalendarDate | "start" | null;
  readonly unreadColumns: number;
  readonly undated: number;
  readonly days: readonly { readonly on: CalendarDate; readonly items: number }[];
}

export interface OfPatrol<T> {
  readonly data: T;
  readonly patrol: Patrol;
}

interface ConfidenceCounts {
  readonly confirmed: number;
  readonly suspected: number;
}

export interface Summary {
  readonly patrol: Pick<Patrol, "id" | "portal" | "asOf"> & {
    readonly complete: boolean;
    readonly units: number;
    readonly columns: number;
    readonly items: number;
    readonly onlyUnits?: readonly string[];
  };
  readonly findings: ConfidenceCounts & {
    readonly total: number;
    readonly settled: number;
    readonly fresh: number;
    readonly byGroup: Readonly<Record<Group, ConfidenceCounts>>;
    readonly ofUnknownRules: ConfidenceCounts;
  };
  readonly unitsToCall: readonly {
    readonly unit: { readonly id: string; readonly name: string };
    readonly confirmed: Readonly<Record<Severity, number>>;
    readonly suspected: number;
    readonly undecided: number;
  }[];
  readonly undecided: {
    readonly total: number;
    readonly byReason: Readonly<Partial<Record<Reason, number>>>;
  };
  readonly catalogue: {
    readonly id: string;
    readonly name: string;
    readonly basis: string;
    readonly provenance: "official" | "reconstructed";
    readonly adoptedOn: CalendarDate | null;
  };
}

export interface Catalogue {
  readonly categories: readonly {
    readonly code: string;
    readonly name: string;
    readonly group: string | null;
  }[];
}

export interface Rule {
  readonly id: string;
  readonly title: string;
  readonly about: string;
}

/** Why an answer could not be had, and what the reader can do about it. */
export class Failure extends Error {
  readonly title: string;
  readonly advice: string;
  /** Asking again may help. */
  readonly isPassing: boolean;

  constructor(title: string, advice: string, isPassing: boolean) {
    super(title);
    this.name = "Failure";
    this.title = title;
    this.advice = advice;
    this.isPassing = isPassing;
  }
}

const pending = new Map<string, Promise<unknown>>();

/**
 * What the API answers, in Chinese. Asked twice at once, it is fetched once.
 * @param path Below {@link API_BASE}, with its query.
 * @throws Failure
 */
export function ask<T>(path: string): Promise<T> {
  const known = pending.get(path);
  if (known) return known as Promise<T>; // the path decides the shape
  const answer = fetched<T>(path).finally(() => pending.delete(path));
  pending.set(path, answer);
  return answer;
}

/** Resolves when nothing is being fetched. */
export async function settled(): Promise<void> {
  while (pending.size > 0) await Promise.allSettled(pending.values());
}

async function fetched<T>(path: string): Promise<T> {
  const address = `${API_BASE}${path}${path.includes("?") ? "&" : "?"}lang=zh`;
  const response = await fetch(address, { headers: { accept: "application/json" } }).catch(() => null);
  if (!response)
    throw new Failure("连接不上巡查服务", "请确认服务仍在运行（xuncha serve）、网络正常，然后重试。", true);
  const body: unknown = await response.json().catch(() => null);
  if (response.ok && body !== null) return body as T; // the API's tests hold its answers against its document
  throw failureOf(response.status, body);
}

function failureOf(status: number, body: unknown): Failure {
  const { title, detail, type } = (body ?? {}) as { title?: unknown; detail?: unknown; type?: unknown };
  if (typeof title !== "string" || typeof detail !== "string")
    return new Failure(`服务的答复读不懂（${status}）`, "请稍后重试；仍然如此时，请联系维护人员。", true);
  // Its detail says all: what to run first.
  if (type === "urn:xuncha:problem:no-patrol") return new Failure(title, `${detail}。`, true);
  return status >= 500
    ? new Failure(title, `${detail}。请稍后重试；仍然如此时，请把这句话告诉维护人员。`, true)
    : new Failure(title, `${detail}。请检查地址，或从上方的菜单重新进入。`, false);
}
