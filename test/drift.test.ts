import { afterEach, describe, expect, test } from "vitest";
import { auditEvidence } from "../worker/audit-evidence.ts";
import { HOME, listPage, type Row, STALE } from "./hostile-pages.ts";
import { HOSTILE_AS_OF, type HostileUnit, patrolHostile } from "./hostile-patrol.ts";
import { type HostileServer, sendHtml, serveHostile } from "./hostile-server.ts";

const IDS = ["a", "b", "c", "d", "e", "f"];
const FORTNIGHT_LATER = "2017-01-14T04:00:00.000Z";
const MONTH_LATER = "2017-01-28T04:00:00.000Z";

let server: HostileServer;
afterEach(() => server.close());

/** What a unit's column shows, by the unit's id. */
type Shows = (id: string) => string;

const usual: Shows = (id) => listPage(rowsOf(id, ".html"));
const NOTE = listPage([], { around: () => '<div class="list">暂无信息</div>' });

function rowsOf(id: string, ending: string): Row[] {
  return STALE.map((row) => ({
    ...row,
    title: `${id}：${row.title}`,
    href: row.href.replace(".html", `_${id}${ending}`),
  }));
}

/** A portal, six units unless told, whose columns show what was said last. */
async function serve(ids: readonly string[] = IDS): Promise<{
  readonly units: readonly HostileUnit[];
  /** What, when it is called, makes the columns show this. */
  readonly show: (shows: Shows) => () => void;
}> {
  let now = usual;
  server = await serveHostile((path, response) => {
    const [, id = "", rest] = /^\/u\/([^/]+)\/(.*)$/.exec(path) ?? [];
    if (rest === "") sendHtml(response, HOME);
    else if (rest === "gzdt/") sendHtml(response, now(id));
    else response.writeHead(404).end();
  });
  const units = ids.map((id) => ({
    id,
    url: `${server.url}u/${id}/`,
    columnUrls: [`${server.url}u/${id}/gzdt/`],
  }));
  const show = (shows: Shows) => () => {
    now = shows;
  };
  return { units, show };
}

const except =
  (ids: readonly string[], shows: Shows): Shows =>
  (id) =>
    (ids.includes(id) ? shows : usual)(id);

describe("a portal that was patrolled before", () => {
  test.each<[what: string, then: Shows, drifted: readonly string[]]>([
    ["stays as it was", usual, []],
    ["answers every column with an empty one: an outage under 200", () => NOTE, IDS],
    [
      "has half of its columns moved to other addresses",
      except(["a", "b", "c"], (id) => listPage(rowsOf(id, ".jhtml"))),
      ["a", "b", "c"],
    ],
    ["has one column moved to other addresses", except(["a"], (id) => listPage(rowsOf(id, ".jhtml"))), ["a"]],
    [
      "has one column that cannot be read any more",
      except(["a"], () => "<html><body><canvas></canvas></body></html>"),
      ["a"],
    ],
  ])("%s: nobody is accused by what drifted, and everybody else is judged", async (_what, then, drifted) => {
    const { units, show } = await serve();
    const earlier = [{ asOf: HOSTILE_AS_OF, after: show(then) }] as const;
    await patrolHostile(
      units,
      async ({ concluded, verdictOf, accusersOf }) => {
        for (const id of IDS) {
          expect([id, verdictOf(id)]).toEqual([id, drifted.includes(id) ? "drifted" : "failed"]);
          if (drifted.includes(id)) expect(accusersOf(id)).toEqual([]);
        }
        const { result, portalFacts } = concluded.conclusion;
        expect(portalFacts?.drifted.map(({ unitId }) => unitId)).toEqual(drifted);
        const whatIf = { asOf: null, catalogue: null, overrides: {} };
        const again = await auditEvidence(concluded.evidencePath, whatIf, new AbortController().signal);
        expect(again.conclusion.result).toEqual(result);
      },
      { earlier, asOf: FORTNIGHT_LATER },
    );
  });

  test("a column that its unit has emptied, while the others stay, is told so", async () => {
    const { units, show } = await serve();
    await patrolHostile(
      units,
      async ({ accusersOf, verdictOf }) => {
        expect(accusersOf("a")).toEqual(["missing-category"]);
        expect(IDS.slice(1).map(verdictOf)).toEqual(IDS.slice(1).map(() => "failed"));
      },
      {
        earlier: [{ asOf: HOSTILE_AS_OF, after: show(except(["a"], () => NOTE)) }],
        asOf: FORTNIGHT_LATER,
      },
    );
  });

  test("what still looks so one patrol later is judged as it is", async () => {
    const { units, show } = await serve();
    const moved = except(["a", "b", "c"], (id) => listPage(rowsOf(id, ".jhtml")));
    await patrolHostile(
      units,
      async ({ verdictOf }) => expect(IDS.map(verdictOf)).toEqual(IDS.map(() => "failed")),
      {
        earlier: [
          { asOf: HOSTILE_AS_OF, after: show(moved) },
          { asOf: FORTNIGHT_LATER, after: () => {} },
        ],
        asOf: MONTH_LATER,
      },
    );
  });
});

describe("five units of one template that hold nothing, seen for the first time", () => {
  const EMPTY = ["a", "d", "g", "j", "m"];
  const ALL = [..."abcdefghijklm"];
  /** One of a script that serves all columns, and calls none by its name. */
  const NAMELESS = NOTE.replaceAll("工作动态", "信息列表");

  test.each<[what: string, page: string, accusers: readonly string[]]>([
    ["are told so where their page calls the column by its name", NOTE, ["missing-category"]],
    ["are not where it may be anything's", NAMELESS, []],
  ])("%s", async (_what, page, accusers) => {
    const { units, show } = await serve(ALL);
    show((id) => (EMPTY.includes(id) ? page : usual(id)))();
    await patrolHostile(units, async ({ accusersOf, verdictOf }) => {
      expect(EMPTY.map(accusersOf)).toEqual(EMPTY.map(() => accusers));
      const others = ALL.filter((id) => !EMPTY.includes(id));
      expect(others.map(verdictOf)).toEqual(others.map(() => "failed"));
    });
  });
});
