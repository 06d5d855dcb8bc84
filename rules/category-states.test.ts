import { expect, test } from "vitest";
import { audit } from "../audit/audit.ts";
import { categoryStates } from "../audit/category-states.ts";
import { CATALOGUE, column, TODAY, unit } from "../audit/example.ts";
import type { Unit } from "../domain/portal.ts";
import { NO_HISTORY, type UnitSnapshot } from "../domain/snapshot.ts";
import { rules } from "./index.ts";

function statesOf(snapshot: UnitSnapshot) {
  const outcomes = audit(
    {
      snapshot,
      portal: {
        sharedDays: [],
        templateLacks: [],
        tags: { usual: [], templateLacks: [], unitLacks: {}, keeper: null },
        templateNotices: [],
        publishedUntil: null,
        drifted: [],
        alikePages: [],
        fileHosts: [],
        links: { hosts: [], templates: [] },
      },
      filing: null,
      history: NO_HISTORY,
      catalogue: CATALOGUE,
      catalogueAdopted: false,
      today: TODAY,
    },
    rules,
  );
  const states = categoryStates(snapshot, CATALOGUE, TODAY, outcomes, rules);
  return Object.fromEntries(states.map((state) => [state.category, state]));
}

const excused: Partial<Unit> = {
  exempt: [{ category: "03.01", reason: "无此职能" }],
  declared: [{ category: "04.01", reason: "本期无", until: TODAY }],
};

test("each category stands as it was judged; what is excused or could not be read is no fault", () => {
  const states = statesOf(
    unit(
      [
        column("02.01", "timeout"),
        column("05.01", ["2016-12-01"]),
        column("05.02", ["2016-12-30"]),
        column("04.01", []),
      ],
      { unit: excused },
    ),
  );
  expect(states).toMatchObject({
    "02.01": { state: "cantTell", reason: "timeout", confidence: null },
    "03.01": { state: "exempt", excuse: "无此职能" },
    "04.01": { state: "declared", excuse: "本期无" },
    "05.01": { state: "stale", confidence: "confirmed", lastPublishedOn: "2016-12-01" },
    "05.02": { state: "filled", lastPublishedOn: "2016-12-30" },
    // It may be empty.
    "05.03": { state: "empty", confidence: null },
    "06.01": { state: "notDemanded" },
    "07.01": { state: "notDemanded" },
  });
});

test("a fault that another finding already explains is still there", () => {
  // The whole unit is silent, which explains the one column; the finding is the unit's, the cell is stale.
  const states = statesOf(unit([column("05.01", ["2016-10-01"])], { unit: { exempt: [] } }));
  expect(states["05.01"]).toMatchObject({ state: "stale", confidence: "confirmed" });
});

test("an empty column that must be filled is empty; a list that was not read to its start is not", () => {
  expect(statesOf(unit([column("05.01", [])]))["05.01"]).toMatchObject({
    state: "empty",
    confidence: "confirmed",
  });
  expect(statesOf(unit([column("05.01", [], { readFrom: null })]))["05.01"]).toMatchObject({
    state: "cantTell",
    reason: "incomplete",
  });
});
