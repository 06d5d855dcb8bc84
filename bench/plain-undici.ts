import { Parser } from "htmlparser2";
import { fetch, Pool, setGlobalDispatcher } from "undici";
import { compete, pagesIn } from "./contestant.ts";

/** With `--fetch` through the standard's interface, which most programs use; without, through undici's own, which is bare. */
const throughFetch = process.argv.includes("--fetch");
/** Each page is decoded and tokenised, and nothing is done with it: what whoever reads pages cannot do without. */
const parses = process.argv.includes("--parse");

/** The ceiling: every page is fetched and none is read. */
await compete(async (task, _results, progress) => {
  const pool = new Pool(task.origin, { connections: task.connections });
  setGlobalDispatcher(pool);
  const paths = pagesIn(task).values();
  const get = async (path: string) => {
    if (throughFetch) return (await fetch(`${task.origin}${path}`)).arrayBuffer();
    return (await pool.request({ path, method: "GET" })).body.arrayBuffer();
  };
  const fetchAll = async () => {
    for (const path of paths) {
      const bytes = await get(path);
      if (parses) new Parser({}).end(Buffer.from(bytes).toString());
      progress.page();
    }
  };
  await Promise.all(Array.from({ length: task.connections }, fetchAll));
  await pool.close();
});
