import { expect, test } from "vitest";
import { audit } from "../audit/audit.ts";
import { article, CATALOGUE, column, known, TODAY, unit } from "../audit/example.ts";
import { ORDINARY_PORTAL_FACTS } from "../audit/portal-facts.ts";
import { NO_HISTORY, type UnitSnapshot } from "../domain/snapshot.ts";
import { rules } from "./index.ts";

const outcomes = (snapshot: UnitSnapshot) => {
  const given = {
    snapshot,
    portal: ORDINARY_PORTAL_FACTS,
    filing: null,
    history: NO_HISTORY,
    catalogue: CATALOGUE,
    today: TODAY,
  };
  return new Map(audit({ ...given, catalogueAdopted: false }, rules).map((o) => [o.rule, o.verdict]));
};

test("an empty title that the category requires is said once, by missing-element", () => {
  const found = outcomes(article({ title: known("") }));
  expect(found.get("missing-element")).toMatchObject({ outcome: "failed" });
  expect(found.get("damaged-title")).toEqual({
    outcome: "inapplicable",
    data: { explainedBy: "missing-element" },
  });
});

test("a missing source does not explain a damaged title", () => {
  const found = outcomes(article({ title: known("关于印发的通知"), source: known(null) }));
  expect(found.get("missing-element")).toMatchObject({ outcome: "failed" });
  expect(found.get("damaged-title")).toMatchObject({ outcome: "failed", wording: "swallowed" });
});

test("what one item lacks does not explain another's title", () => {
  const [lacking, damaged] = [article({ title: known("") }), article({ title: known("测试") })];
  const columns = [...lacking.columns, ...damaged.columns].map((column, n) => ({
    ...column,
    listing: column.listing.known
      ? known({
          ...column.listing.value,
          items: column.listing.value.items.map((i) => ({ ...i, url: `${i.url}?${n}` })),
        })
      : column.listing,
  }));
  const found = outcomes({ ...damaged, columns });
  expect(found.get("damaged-title")).toMatchObject({ outcome: "failed", wording: "placeholder" });
});

test("a silent unit explains the columns whose period is no longer than its limit, and no others", () => {
  const found = audit(
    {
      snapshot: unit([column("05.01", ["2016-06-01"]), column("03.01", ["2016-06-01"])]),
      portal: ORDINARY_PORTAL_FACTS,
      filing: null,
      history: NO_HISTORY,
      catalogue: CATALOGUE,
      today: TODAY,
      catalogueAdopted: true,
    },
    rules,
  );
  const staleOf = (category: string) =>
    found.find((o) => o.rule === "stale-column" && o.subject.category === category)?.verdict;
  expect(found.find((o) => o.rule === "stale-unit")?.verdict.outcome).toBe("failed");
  expect(staleOf("05.01")).toEqual({ outcome: "inapplicable", data: { explainedBy: "stale-unit" } });
  expect(staleOf("03.01")?.outcome).toBe("failed");
});

test("where the limit of the unit is shorter than a column's period, the column is told by itself", () => {
  const given = {
    snapshot: unit([column("05.01", ["2016-06-01"])]),
    portal: ORDINARY_PORTAL_FACTS,
    filing: null,
    history: NO_HISTORY,
    catalogue: CATALOGUE,
    today: TODAY,
    catalogueAdopted: true,
  };
  const staleWith = (limitDays: number) =>
    audit(given, rules, { "stale-unit": { limitDays } }).find(
      (o) => o.rule === "stale-column" && o.subject.category === "05.01",
    )?.verdict.outcome;
  expect([staleWith(13), staleWith(14), staleWith(15)]).toEqual(["failed", "inapplicable", "inapplicable"]);
});
