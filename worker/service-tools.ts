import type { Logger } from "pino";
import type { HeadlessBrowser } from "../crawler/browser.ts";
import type { Store } from "../store/store.ts";
import type { QueueBackend } from "./queue-backend.ts";

/** What workers work with. */
export interface ServiceTools {
  readonly backend: QueueBackend;
  readonly store: Store;
  /** Folder for evidence, shared by all workers. */
  readonly dataDir: string;
  readonly log: Logger;
  /** Shows pages that need a browser; null or left out: there is none. */
  readonly browser?: HeadlessBrowser | null;
}
