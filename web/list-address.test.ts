import { describe, expect, test } from "vitest";
import { changed, csvAddress, filtersOf, groupOf, listPath, nextSort } from "./list-address.ts";

const QUERY = { unit: "mzj", severity: "critical", sort: "-severity", cursor: "p1.abc", utm: "x" };

describe("the address of a list", () => {
  test("asks the API for what it shows, and for nothing it does not know", () => {
    expect(listPath(null, QUERY)).toBe("/findings?unit=mzj&severity=critical&sort=-severity&cursor=p1.abc");
    expect(listPath(groupOf("stale-units"), {})).toBe("/stale-units");
    expect(groupOf("all")).toBe(null);
    expect(groupOf("nonsense")).toBe(null);
  });

  test("exports the whole of what is shown, not one page of it", () => {
    expect(csvAddress("stale-units", QUERY)).toBe(
      "/api/v1/stale-units?unit=mzj&severity=critical&format=csv&lang=zh",
    );
  });

  test("starts over at the first page when a filter changes, and keeps the others", () => {
    expect(changed(QUERY, "confidence", "suspected")).toEqual({
      unit: "mzj",
      severity: "critical",
      sort: "-severity",
      confidence: "suspected",
    });
    expect(changed(QUERY, "unit", "")).toEqual({ severity: "critical", sort: "-severity" });
    expect(changed(QUERY, "sort", "unit")).toEqual({ unit: "mzj", severity: "critical", sort: "unit" });
  });

  test("names the states that still count in one word", () => {
    const [, query = ""] = listPath(null, { status: "standing" }).split("?");
    expect(new URLSearchParams(query).get("status")).toBe("open,notified,claimed,disputed,recorded");
  });

  test("carries words of any writing", () => {
    const [, query = ""] = listPath(null, { q: "年报 & <b>#1" }).split("?");
    expect(new URLSearchParams(query).get("q")).toBe("年报 & <b>#1");
    expect(filtersOf({ q: "  ", unit: ["a", "b"] })).toEqual({ unit: "a,b" });
  });

  test("turns the order round at the second click", () => {
    expect(nextSort({}, "severity")).toBe("severity");
    expect(nextSort({ sort: "severity" }, "severity")).toBe("-severity");
    expect(nextSort({}, "unit")).toBe("-unit");
  });
});
