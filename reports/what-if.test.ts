import { expect, test } from "vitest";
import { context, finding, itemFinding, result, undecided } from "./example-patrol.ts";
import { changesBetween, changesText } from "./what-if.ts";

const judged = (rest: Parameters<typeof result>[0]) => ({ result: result(rest), context });

test("tells who would be accused besides, who no longer, and who otherwise", () => {
  const stays = finding({ id: "stays" });
  const before = judged({
    findings: [stays, finding({ id: "fades" }), finding({ id: "opens" })],
    undecided: [],
  });
  const after = judged({
    findings: [{ ...stays, confidence: "suspected" }, itemFinding({ id: "new" })],
    undecided: [{ ...undecided(), id: "opens" }],
  });
  const changes = changesBetween(before, after);
  expect(changes.added.map(({ id }) => id)).toEqual(["new"]);
  expect(changes.gone.map(({ finding: { id }, undecided: open }) => [id, open])).toEqual([
    ["fades", false],
    ["opens", true],
  ]);
  expect(changes.changed.map(({ before: was, after: is }) => [was.confidence, is.confidence])).toEqual([
    ["confirmed", "suspected"],
  ]);
  expect(changes.units).toMatchObject([{ id: "mzj", changes: 4 }]);
  const text = changesText(changes, "zh");
  expect(text).toContain("将新增 1 个问题，减少 2 个问题，改变 1 个问题的程度\n涉及 1 个单位：市民政局（4）");
  expect(text).toContain("（改为未能核实）");
  expect(text).toMatch(/~ 市民政局.*（由确认较重改为疑似较重）/);
});

test("says so where nothing would change", () => {
  const same = judged({ findings: [finding()] });
  expect(changesText(changesBetween(same, same), "zh")).toBe(
    "将新增 0 个问题，减少 0 个问题，改变 0 个问题的程度",
  );
});
