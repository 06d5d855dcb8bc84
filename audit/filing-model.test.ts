import { describe, expect, test } from "vitest";
import type { UnitSnapshot } from "../domain/snapshot.ts";
import { CATALOGUE, column, item, known, unit } from "./example.ts";
import { othersThan } from "./filing.ts";
import { FilingTeacher } from "./filing-model.ts";
import { wordsOf } from "./filing-words.ts";

type Written = readonly [title: string, text: string];

const many = <T>(count: number, make: (n: number) => T): T[] =>
  Array.from({ length: count }, (_, n) => make(n));

/** A unit with so many items in each of these columns. */
function files(
  id: string,
  items: number,
  columns: Readonly<Record<string, (n: number) => Written>>,
): UnitSnapshot {
  return unit(
    Object.entries(columns).map(([code, write]) =>
      column(
        code,
        many(items, (n) => {
          const [title, text] = write(n);
          return item({
            url: `http://portal.test/${id}/${code}/${n}.html`,
            title: known(title),
            body: known(text),
          });
        }),
      ),
    ),
    { unit: { id } },
  );
}

function modelOf(portal: readonly UnitSnapshot[]) {
  const teacher = new FilingTeacher(CATALOGUE);
  for (const snapshot of portal) teacher.add(snapshot);
  return teacher.model();
}

const news = (n: number): Written => [`召开第${n}次工作推进会`, "近日召开会议。"];
const notice = (n: number): Written => [`关于报送第${n}批材料的通知`, "请按时报送。"];

test("three units teach, with thirty items that others file under the same category", () => {
  const both = { "05.01": news, "05.02": notice };
  const of = (units: number, items: number) => modelOf(many(units, (n) => files(`u${n}`, items, both)));
  expect(of(3, 5)).not.toBeNull();
  expect(of(2, 10)).toBeNull();
  expect(of(3, 4)).toBeNull();
});

test("what each unit files under a category of its own can be tried on nothing", () => {
  const codes = ["05.01", "05.02", "04.01"];
  expect(modelOf(codes.map((code) => files(code, 20, { [code]: news })))).toBeNull();
});

test("pages of text teach nothing, though they be many", () => {
  const portal = many(3, (n) => files(`u${n}`, 20, { "02.01": news }));
  expect(modelOf(portal)).toBeNull();
});

test("where titles are all alike the texts tell, and the other way round", () => {
  const sure = (columns: Parameters<typeof files>[2], title: string, text: string) => {
    const portal = many(4, (n) => files(`u${n}`, 10, columns));
    const model = modelOf(portal);
    const others = model && othersThan(portal[0] as UnitSnapshot, model);
    return others?.probabilities(wordsOf(title, text), ["05.01", "05.02"]).get("05.02");
  };
  const byText = {
    "05.01": (): Written => ["关于放假", "近日召开会议。"],
    "05.02": (): Written => ["关于放假", "请按时报送。"],
  };
  expect(sure(byText, "关于放假", "请按时报送。")).toBeGreaterThan(0.95);
  const byTitle = {
    "05.01": (n: number): Written => [news(n)[0], "详见附件。"],
    "05.02": (n: number): Written => [notice(n)[0], "详见附件。"],
  };
  expect(sure(byTitle, "关于报送材料的通知", "详见附件。")).toBeGreaterThan(0.95);
});

describe("it is right about as often as it says, be a third or a quarter of all items filed anyhow", () => {
  const mixed = (own: typeof news, other: typeof news, odd: number, of: number) => (n: number) =>
    n % of === odd ? other(n) : own(n);
  const both = (odd: number, of = 3) => ({
    "05.01": mixed(news, notice, odd, of),
    "05.02": mixed(notice, news, odd, of),
  });
  test.each([
    ["the first of three", many(8, (u) => files(`u${u}`, 12, both(0)))],
    ["the last of three", many(8, (u) => files(`u${u}`, 12, both(2)))],
    [
      "in two units, beside one of other habits",
      [
        ...many(2, (u) => files(`u${u}`, 24, both(1, 4))),
        files("odd", 12, { "04.01": () => ["某项目预算", "详见附件。"] }),
      ],
    ],
  ])("%s", (_, portal) => {
    const model = modelOf(portal);
    const others = model && othersThan(portal[0] as UnitSnapshot, model);
    for (const [written, code] of [[news(1), "05.01"] as const, [notice(1), "05.02"] as const]) {
      const likely = others?.probabilities(wordsOf(...written), ["05.01", "05.02"]).get(code);
      expect(likely).toBeGreaterThan(0.55);
      expect(likely).toBeLessThan(0.85);
    }
  });
});

test("where nothing tells, nothing is sure", () => {
  const same = (n: number): Written => [`关于第${"甲乙丙丁"[n % 4]}号的通知`, "详见附件。"];
  const portal = many(4, (u) => files(`u${u}`, 12, { "05.01": same, "05.02": same }));
  const model = modelOf(portal);
  const others = model && othersThan(portal[0] as UnitSnapshot, model);
  const likely = others
    ?.probabilities(wordsOf("关于第甲号的通知", "详见附件。"), ["05.01", "05.02"])
    .get("05.01");
  expect(likely).toBeCloseTo(0.5, 1);
});

test("a portal of many units teaches as one of few; items tried are a sample of all", () => {
  const portal = many(76, (u) => files(`u${u}`, 10, { "05.01": news, "05.02": notice }));
  const model = modelOf(portal);
  const others = model && othersThan(portal[75] as UnitSnapshot, model);
  expect(others?.lessons("05.01")).toBe(750);
  expect(
    others?.probabilities(wordsOf("关于报送材料的通知", "请按时报送。"), ["05.01", "05.02"]).get("05.02"),
  ).toBeGreaterThan(0.95);
});

test("early and late units count alike, be they more than can be tried", () => {
  const orderly = many(80, (u) => files(`orderly${u}`, 10, { "05.01": news, "05.02": notice }));
  const either = (n: number) => (n % 2 === 0 ? news(n) : notice(n));
  const careless = many(80, (u) => files(`careless${u}`, 10, { "05.01": either, "05.02": either }));
  const sure = [
    [...orderly, ...careless],
    [...careless, ...orderly],
  ].map((portal) => {
    const model = modelOf(portal);
    const others = model && othersThan(orderly[0] as UnitSnapshot, model);
    return others?.probabilities(wordsOf(...notice(1)), ["05.01", "05.02"]).get("05.02");
  });
  // Three of four items stand where most of their kind do.
  for (const likely of sure) {
    expect(likely).toBeGreaterThan(0.7);
    expect(likely).toBeLessThan(0.85);
  }
});
