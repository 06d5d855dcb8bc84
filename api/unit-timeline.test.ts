import { describe, expect, it } from "vitest";
import { CATALOGUE, column, item, known, unit, unknown } from "../audit/example.ts";
import { timelineOf } from "./unit-timeline.ts";

const over = (snapshot: Parameters<typeof timelineOf>[0]) =>
  timelineOf(snapshot, CATALOGUE, "2016-01-01", "2016-12-31");

describe("from which day a timeline is whole", () => {
  it("is the latest day down to which every list was read", () => {
    const columns = [
      column("05.01", ["2016-12-01"], { readFrom: "2016-01-01" }),
      column("05.02", [], { readFrom: "2016-03-01" }),
      column("03.01", []),
    ];
    expect(over(unit(columns)).readFrom).toBe("2016-03-01");
  });

  it("is the start where all lists were read to theirs; a column of text has no list", () => {
    const text = column("02.01", "unreadable", { text: known("主管民政。") });
    expect(over(unit([column("05.01", ["2016-12-01"]), text]))).toMatchObject({
      readFrom: "start",
      unreadColumns: 0,
    });
  });

  it("is unknown where the navigation was not read: a column may be missing", () => {
    const snapshot = unit([column("05.01", ["2016-12-01"])], { navigation: unknown("timeout") });
    expect(over(snapshot).readFrom).toBeNull();
  });
});

it("counts an item in two columns once, by the date that is known", () => {
  const url = "http://portal.test/mzj/1.html";
  const columns = [
    column("05.01", [item({ url, publishedOn: unknown("no-dates") })]),
    column("05.02", [item({ url, publishedOn: known("2016-12-01") })]),
  ];
  expect(over(unit(columns))).toMatchObject({ undated: 0, days: [{ on: "2016-12-01", items: 1 }] });
});
