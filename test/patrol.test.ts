import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Finding, Undecided } from "../domain/finding.ts";
import { auditEvidence } from "../worker/audit-evidence.ts";
import type { ConcludedPatrol } from "../worker/patrol.ts";
import { type Bench, openBench } from "./patrol-of-fixture.ts";

let bench: Bench;
let first: ConcludedPatrol;

beforeAll(async () => {
  bench = await openBench();
  first = await bench.patrol();
}, 180_000);

afterAll(() => bench?.close());

const place = (f: Finding | Undecided) =>
  `${f.rule} ${f.unit.id} ${f.category?.code ?? "-"} ${f.item?.url ?? "-"}`;

describe("a patrol of the simulated portal", () => {
  test("finds what was planted and nothing else", () => {
    const planted = bench.portal.truth.defects.map(
      (d) => `${d.rule} ${d.unit} ${d.category ?? "-"} ${d.item ?? "-"} ${d.confidence}`,
    );
    const found = first.conclusion.result.findings.map((f) => `${place(f)} ${f.confidence}`);
    expect(found.sort()).toEqual(planted.sort());
  });

  test("gives the numbers that decide", () => {
    for (const defect of bench.portal.truth.defects) {
      const finding = first.conclusion.result.findings.find(
        (f) => place(f) === `${defect.rule} ${defect.unit} ${defect.category ?? "-"} ${defect.item ?? "-"}`,
      );
      expect(finding?.data, `${defect.rule} ${defect.unit}: ${defect.why}`).toMatchObject(defect.data);
      if (defect.severity) expect(finding?.severity, defect.why).toBe(defect.severity);
      expect(finding?.evidence.length, defect.why).toBeGreaterThan(0);
    }
  });

  test("falls into no trap", () => {
    const { findings } = first.conclusion.result;
    for (const trap of bench.portal.truth.traps) {
      const caught = findings.filter(
        (f) =>
          f.rule === trap.rule &&
          f.unit.id === trap.unit &&
          (trap.category === null || f.category?.code === trap.category) &&
          (trap.item === null || f.item?.url === trap.item),
      );
      const planted = bench.portal.truth.defects.filter((d) => d.rule === trap.rule && d.unit === trap.unit);
      const unexpected = caught.filter(
        (f) =>
          !planted.some((d) => d.category === (f.category?.code ?? null) && d.item === (f.item?.url ?? null)),
      );
      expect(unexpected.map(place), trap.why).toEqual([]);
    }
  });

  test("leaves undecided what cannot be told, and says why", () => {
    for (const open of bench.portal.truth.undecided) {
      const reasons = first.conclusion.result.undecided
        .filter(
          (u) =>
            u.rule === open.rule &&
            u.unit.id === open.unit &&
            (open.category === null || u.category?.code === open.category) &&
            (open.item === null || u.item?.url === open.item),
        )
        .map(({ reason }) => reason);
      expect(reasons, `${open.rule} ${open.unit}: ${open.why}`).toContain(open.reason);
    }
  });

  test("comes to the same from its evidence alone", async () => {
    const { conclusion } = await auditEvidence(
      first.evidencePath,
      { asOf: null, catalogue: null, overrides: {} },
      new AbortController().signal,
    );
    expect(conclusion.result).toEqual(first.conclusion.result);
  }, 120_000);

  test("judged by a day on which the norm for tags holds, pages without what others bear are found", async () => {
    const { conclusion } = await auditEvidence(
      first.evidencePath,
      { asOf: "2017-06-30T04:00:00.000Z", catalogue: null, overrides: {} },
      new AbortController().signal,
    );
    const found = conclusion.result.findings.filter(({ rule }) => rule === "page-tags");
    expect(found.map((f) => [f.unit.id, f.item?.title, f.confidence, f.data.missing, f.data.wrong])).toEqual([
      ["hbj", expect.anything(), "confirmed", ["ContentSource"], []],
      ["mzj", expect.anything(), "confirmed", ["ContentSource"], []],
      ["sfj", expect.anything(), "confirmed", ["PubDate"], []],
      // Its date is no day of the calendar.
      ["swj", expect.anything(), "suspected", [], ["PubDate"]],
    ]);
  }, 120_000);

  test("again, unchanged: the same findings, nothing twice", async () => {
    const second = await bench.patrol({ asOf: "2016-12-30T05:00:00.000Z" });
    const ids = (patrol: ConcludedPatrol) => patrol.conclusion.result.findings.map(({ id }) => id);
    expect(ids(second)).toEqual(ids(first));
    for (const finding of second.conclusion.result.findings) {
      expect(finding.firstSeen).toBe(first.patrol.asOf);
      expect(finding.lastSeen).toBe(second.patrol.asOf);
    }
    // Nothing is new: the patrol costs the sum of what every patrol asks for, and little of it is sent again.
    const { requests, retries, redirects, unmodified, byPurpose } = second.traffic;
    const { robots, navigation, column, list, finding, sample, check } = byPurpose;
    expect(byPurpose.item).toBe(0);
    expect(check).toBeGreaterThan(0);
    expect(requests).toBe(
      robots + navigation + column + list + finding + sample + check + retries + redirects,
    );
    expect(requests).toBeLessThan(first.traffic.requests / 4);
    expect(unmodified).toBeGreaterThan(0.9 * requests);
    const known = await bench.store.knownFindings(bench.portal.url);
    expect(known.map(({ id }) => id).sort()).toEqual([...ids(first)].sort());
  }, 180_000);

  test("a fortnight later it comes to the same as a patrol that knows nothing", async () => {
    const later = { asOf: "2017-01-13T04:00:00.000Z", onlyUnits: ["mzj", "lyj"] } as const;
    // That a column is gone two patrols believe more firmly than one.
    const isGone = ({ rule }: Finding) => rule === "unreachable-column";
    const told = ({ conclusion: { result } }: ConcludedPatrol) => {
      const findings = result.findings.map((f) => (isGone(f) ? { ...f, confidence: "" } : f));
      return JSON.stringify([findings, result.undecided, result.outcomes, result.items], (key, value) =>
        ["fetchedAt", "statusReason"].includes(key) ? "" : value,
      );
    };
    const second = await bench.patrol(later);
    expect(told(second)).toBe(told(await bench.patrol({ ...later, fresh: true })));
    expect(second.conclusion.result.findings.filter(isGone).map(({ confidence }) => confidence)).toEqual([
      "confirmed",
    ]);
  }, 180_000);
});
