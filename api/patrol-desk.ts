import { type CalendarDate, dayOf } from "../domain/time.ts";
import type { Lang, ReportContext } from "../reports/context.ts";
import type { PatrolRecord } from "../store/store.ts";
import type { ApiDependencies, PatrolBasis } from "./dependencies.ts";
import { Problem } from "./problem.ts";

/** Patrols whose portal and catalogue are kept in memory. */
const MOST_KEPT = 8;

/** A patrol with what it was judged by. */
export interface JudgedPatrol extends PatrolBasis {
  readonly record: PatrolRecord;
  /** The day that it judged by. */
  readonly today: CalendarDate;
  readonly context: (lang: Lang) => ReportContext;
}

/** Finds the patrol that a request is about. */
export interface PatrolDesk {
  /** The complete patrol of a whole portal that ended last, or null. */
  readonly latest: () => Promise<PatrolRecord | null>;
  /** Throws a {@link Problem} where there is none of that id; `parameter` is the query parameter that named it. */
  readonly named: (id: string, parameter?: string | null) => Promise<PatrolRecord>;
  /** The one named by the query parameter `patrol`, else the latest; throws where there is none. */
  readonly demanded: (id: string | undefined) => Promise<PatrolRecord>;
  readonly judged: (record: PatrolRecord) => Promise<JudgedPatrol>;
}

export function patrolDesk({ store, rules, portalOf }: ApiDependencies): PatrolDesk {
  const kept = new Map<string, Promise<PatrolBasis>>();
  const desk: PatrolDesk = {
    async latest() {
      const keys = new Set((await store.patrols(null)).map(({ portalKey }) => portalKey));
      const ofPortals = await Promise.all([...keys].map((key) => store.latestCompletePatrol(key)));
      return ofPortals.reduce(
        (last, record) => ((record?.finishedAt ?? "") > (last?.finishedAt ?? "") ? record : last),
        null,
      );
    },
    async named(id, parameter = null) {
      const record = await store.patrol(id);
      if (record) return record;
      throw unknownPatrol(id, parameter);
    },
    async demanded(id) {
      if (id !== undefined) return desk.named(id, "patrol");
      const record = await desk.latest();
      if (record) return record;
      throw new Problem("no-patrol", {
        zh: "还没有一次完整的巡查，请先运行 xuncha patrol",
        en: "No patrol is complete yet; run xuncha patrol first",
      });
    },
    async judged(record) {
      const { portal, catalogue } = await basisOf(record.id);
      const { timezone } = portal;
      const { portalFacts } = record;
      return {
        record,
        portal,
        catalogue,
        today: dayOf(record.asOf, timezone),
        context: (lang) => ({ rules, catalogue, portal, portalFacts, lang, timezone }),
      };
    },
  };
  return desk;

  // The texts are frozen, so what was read from them once stays right.
  function basisOf(id: string): Promise<PatrolBasis> {
    const known = kept.get(id);
    if (known) return known;
    const [oldest] = kept.keys();
    if (kept.size >= MOST_KEPT && oldest !== undefined) kept.delete(oldest);
    const basis = readBasis(id);
    kept.set(id, basis);
    basis.catch(() => kept.delete(id));
    return basis;
  }

  async function readBasis(id: string): Promise<PatrolBasis> {
    const files = await store.patrolFiles(id);
    if (!files) throw new Error(`no patrol ${id} in the store`);
    try {
      return await portalOf(files);
    } catch (cause) {
      const detail = {
        zh: `巡查 ${id} 的门户文件或目录，本版本的程序读不懂`,
        en: `This version of the program cannot read the portal file or catalogue of patrol ${id}`,
      };
      throw new Problem("unreadable-patrol", detail, { cause });
    }
  }
}

/** @param parameter The query parameter that named it; null where it stood in the path. */
export function unknownPatrol(id: string, parameter: string | null = null): Problem {
  const detail = { zh: `没有编号为 ${id} 的巡查`, en: `There is no patrol ${id}` };
  return new Problem("unknown-patrol", detail, { parameter });
}
