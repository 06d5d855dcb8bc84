import { parentPort } from "node:worker_threads";
import { readArticle } from "./article-page.ts";
import type { ArticlesAsked, ArticlesRead } from "./article-threads.ts";
import { viewOf } from "./page-view.ts";

// A thread of its own: reads the pages that it is sent, in their order.
parentPort?.on("message", ({ pages }: ArticlesAsked) => {
  const views = pages.map((came) => viewOf(came, readArticle));
  parentPort?.postMessage({ views } satisfies ArticlesRead);
});
