import type { FastifyBaseLogger } from "fastify";
import type { Rule } from "../audit/rule.ts";
import type { Catalogue } from "../domain/catalogue.ts";
import type { Portal } from "../domain/portal.ts";
import type { PatrolFiles, Store } from "../store/store.ts";

/** A patrol's portal and catalogue, read from the texts that it was started with. */
export interface PatrolBasis {
  readonly portal: Portal;
  readonly catalogue: Catalogue;
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
}
