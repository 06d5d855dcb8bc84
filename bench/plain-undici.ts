import { Pool } from "undici";
import { compete, pagesIn } from "./contestant.ts";

/** The ceiling: every page is fetched and none is read. */
await compete(async (task, _results, progress) => {
  const pool = new Pool(task.origin, { connections: task.connections });
  const paths = pagesIn(task).values();
  const fetchAll = async () => {
    for (const path of paths) {
      const { body } = await pool.request({ path, method: "GET" });
      await body.arrayBuffer();
      progress.page();
    }
  };
  await Promise.all(Array.from({ length: task.connections }, fetchAll));
  await pool.close();
});
