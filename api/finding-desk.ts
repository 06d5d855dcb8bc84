import type { Evidence, Finding, FindingStatus } from "../domain/finding.ts";
import type { CalendarDate } from "../domain/time.ts";
import type { Lang } from "../reports/context.ts";
import { type FindingView, findingViewer } from "../reports/finding-view.ts";
import type { FindingEvent } from "../store/store.ts";
import type { ApiDependencies } from "./dependencies.ts";
import type { FindingDetailView } from "./finding-schema.ts";
import type { PatrolDesk } from "./patrol-desk.ts";
import { Problem } from "./problem.ts";

/** A finding as it stands, with its life. */
export interface FoundFinding {
  readonly finding: Finding;
  /** Oldest first. */
  readonly events: readonly FindingEvent[];
  /** The patrols in which it failed, the last first. */
  readonly patrols: readonly string[];
  readonly ofFinding: (lang: Lang) => FindingView;
  /** The same with what is known of it besides. */
  readonly detail: (lang: Lang) => Promise<Omit<FindingDetailView, "nextStatuses">>;
}

/**
 * Finds a finding for whoever may see it.
 * @returns A search that throws a {@link Problem} where there is none, or it is of another unit than `ownUnit`.
 */
export function findingDeskOf({ store, screenshotOf }: ApiDependencies, desk: PatrolDesk) {
  return async (id: string, ownUnit: string | null): Promise<FoundFinding> => {
    const [finding, events, patrols] = await Promise.all([
      store.finding(id),
      store.findingEvents(id),
      store.findingPatrols(id),
    ]);
    const [lastPatrol] = patrols;
    if (!finding || lastPatrol === undefined || (ownUnit !== null && finding.unit.id !== ownUnit))
      throw unknownFinding(id);
    const { record, context } = await desk.judged(await desk.named(lastPatrol));
    const ofFinding = (lang: Lang) => findingViewer(record, context(lang)).ofFinding(finding);
    return {
      finding,
      events,
      patrols,
      ofFinding,
      async detail(lang) {
        const view = ofFinding(lang);
        return { ...view, dueOn: dueOnOf(events), screenshots: await pictured(view.evidence, lastPatrol) };
      },
    };
  };

  /** Which of them the patrol has a picture of, by their places. Earlier ones are only looked for when asked for. */
  async function pictured(evidence: readonly Evidence[], patrol: string): Promise<number[]> {
    const places: number[] = [];
    for (const [n, { url, sha256 }] of evidence.entries())
      if (await screenshotOf?.(patrol, url, sha256)) places.push(n);
    return places;
  }
}

const CLOSED: readonly FindingStatus[] = ["rectified", "removed"];

/** The last term that a person set; one that was met or became void with its finding is none. */
function dueOnOf(events: readonly FindingEvent[]): CalendarDate | null {
  let dueOn: CalendarDate | null = null;
  for (const event of events) dueOn = CLOSED.includes(event.to) ? null : (event.dueOn ?? dueOn);
  return dueOn;
}

function unknownFinding(id: string): Problem {
  return new Problem("unknown-finding", {
    zh: `没有编号为 ${id} 的问题`,
    en: `There is no finding ${id}`,
  });
}
