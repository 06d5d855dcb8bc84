import type { FastifyBaseLogger } from "fastify";
import type { Rule } from "../audit/rule.ts";
import type { Catalogue } from "../domain/catalogue.ts";
import type { PatrolResult } from "../domain/finding.ts";
import type { Portal, RuleOverrides } from "../domain/portal.ts";
import type { Instant } from "../domain/time.ts";
import type { PatrolFiles, PatrolRecord, Store } from "../store/store.ts";

/** A patrol's portal and catalogue, read from the texts that it was started with. */
export interface PatrolBasis {
  readonly portal: Portal;
  readonly catalogue: Catalogue;
}

/** A patrol that is asked for. */
export interface PatrolWish {
  /** Path, address or name of the portal; null: the one that there is. */
  readonly portal: string | null;
  /** Ids; null: all. */
  readonly units: readonly string[] | null;
  /** The moment that rules judge by; null: now. */
  readonly asOf: Instant | null;
}

/** What came of a wish. */
export type PatrolStart =
  | { readonly kind: "started"; readonly patrolId: string }
  /** One at a time; null: of another process. */
  | { readonly kind: "busy"; readonly patrolId: string | null }
  /** Only the portal file that the service was given is ever read. */
  | { readonly kind: "other-portal" }
  /** The queue does not answer. */
  | { readonly kind: "unavailable" }
  | { readonly kind: "unknown-unit"; readonly unit: string }
  /** `reason` is for the person who keeps the file. */
  | { readonly kind: "unreadable-portal"; readonly reason: string };

/** What came of cancelling: `over` where it had ended, `elsewhere` where another process runs it. */
export type PatrolCancel = "cancelled" | "over" | "elsewhere";

/** A page as a patrol recorded it. */
export interface RecordedPage {
  /** Its content, without the encoding of the transfer. */
  readonly bytes: Uint8Array;
  /** As the portal named it; null where it did not. */
  readonly contentType: string | null;
  /** WHATWG label of the encoding that it is in; null where it is no text. */
  readonly encoding: string | null;
  /** What a reader sees of it, line by line; null where it is no text. */
  readonly lines: readonly string[] | null;
  readonly fetchedAt: Instant;
  readonly status: number;
  /** Of what was received, still encoded for the transfer. */
  readonly sha256: string;
}

/** The queue as the API looks at it. */
export interface PatrolQueue {
  /** Rejects where it does not answer. */
  readonly ping: () => Promise<void>;
  /** When the next registered patrol comes; null where none is registered. */
  readonly nextPatrolAt: () => Promise<Instant | null>;
  /** Number of jobs by queue and state. */
  readonly jobs: () => Promise<
    readonly { readonly queue: string; readonly state: string; readonly count: number }[]
  >;
}

/** All that the API is made from; whoever composes the program hands it over. */
export interface ApiDependencies {
  readonly store: Store;
  /** Those of this version of the program, in the order of the documentation. */
  readonly rules: readonly Rule[];
  /** Those that come with the product. */
  readonly catalogues: readonly Catalogue[];
  /** Reads the texts frozen with a patrol. May throw: a later version may not understand them any more. */
  readonly portalOf: (files: PatrolFiles) => Promise<PatrolBasis>;
  /** A pino logger; false: nothing is logged. */
  readonly log: FastifyBaseLogger | false;
  /** Version of the program, for the OpenAPI document. */
  readonly version: string;
  /** Names besides those of the loopback that a request may be addressed to, without port; default none. */
  readonly allowedHosts?: readonly string[];
  /** Folder of the built dashboard; without one, or with nothing in it, a start page takes its place. */
  readonly dashboardDir?: string;
  /** A token is needed even where the store holds none: others than this machine can ask. Default false. */
  readonly tokensRequired?: boolean;
  /** null or left out: no patrol can be started here. */
  readonly startPatrol?: ((wish: PatrolWish) => Promise<PatrolStart>) | null;
  /** Ends an unfinished patrol. null or left out: none can be cancelled here. */
  readonly cancelPatrol?: ((patrolId: string) => Promise<PatrolCancel>) | null;
  /** null where the patrol's evidence is not there, or holds no such bytes of that address. Left out: there is no evidence. */
  readonly evidenceOf?: (patrolId: string, url: string, sha256: string) => Promise<RecordedPage | null>;
  /** What that page looks like, PNG; null where there is no picture of it. Left out: there are none. */
  readonly screenshotOf?: (patrolId: string, url: string, sha256: string) => Promise<Uint8Array | null>;
  /**
   * Judges a patrol's stored facts by its own parameters and with these over them. null where none are stored.
   * Left out: nothing can be tried here.
   */
  readonly dryRun?: (
    patrol: PatrolRecord,
    overrides: RuleOverrides,
  ) => Promise<{ readonly before: PatrolResult; readonly after: PatrolResult } | null>;
  /** null or left out: patrols run in the process that starts them. */
  readonly queue?: PatrolQueue | null;
}
