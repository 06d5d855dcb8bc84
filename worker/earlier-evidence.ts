import path from "node:path";
import type { EarlierPage } from "../crawler/conditional.ts";
import { Evidence } from "../crawler/warc.ts";

/** Evidence files that are looked into for one page. Each keeps its index in memory. */
const MOST_FILES = 3;

/** What earlier patrols received, as far as their evidence lies in the data folder. */
export interface EarlierEvidence {
  readonly page: EarlierPage;
  close(): Promise<void>;
}

/** @param patrols Ids, newest first. A file that is gone, or cannot be read, holds nothing. */
export async function earlierEvidence(dataDir: string, patrols: readonly string[]): Promise<EarlierEvidence> {
  const opened = await Promise.all(
    patrols
      .slice(0, MOST_FILES)
      .map((id) => Evidence.reopen(path.join(dataDir, "patrols", id, "evidence.warc.gz")).catch(() => null)),
  );
  const files = opened.filter((file) => file !== null);
  return {
    async page(url) {
      for (const file of files) {
        const received = await file.received(url).catch(() => null);
        if (received?.kind === "response") return received;
      }
      return null;
    },
    async close() {
      for (const file of files) await file.close();
    },
  };
}
