import type { FindingStatus } from "../domain/finding.ts";
import { GROUPS, type Group } from "./api-answers.ts";
import { API_BASE } from "./api-client.ts";

// The address of a list is its state: whoever opens it sees the same rows.

/** A query as the router gives it. */
export type Query = Readonly<Record<string, unknown>>;

/** What narrows a list, in the order in which it is offered. */
export const FILTERS = [
  "q",
  "unit",
  "category",
  "severity",
  "confidence",
  "status",
  "inspector",
  "patrol",
] as const;
export type Filter = (typeof FILTERS)[number];

export const SORTS = ["unit", "severity", "status", "firstSeen"] as const;
export type Sort = (typeof SORTS)[number];

/** The value of `status` that means: still counts. */
export const STANDING = "standing";
const STANDING_STATUSES: readonly FindingStatus[] = ["open", "notified", "claimed", "disputed", "recorded"];

/** The segment that stands for every group. */
export const ALL = "all";

/** The group of an address `/lists/…`; null: all. */
export function groupOf(segment: unknown): Group | null {
  return GROUPS.find((group) => group === segment) ?? null;
}

/** One value of an address; empty where it is not given. */
export function parameter(query: Query, name: string): string {
  const given = query[name];
  const value = Array.isArray(given) ? given.join(",") : given;
  return typeof value === "string" ? value : "";
}

/** The filters that are in force, by name. */
export function filtersOf(query: Query): Partial<Record<Filter, string>> {
  const entries = FILTERS.map((filter) => [filter, parameter(query, filter).trim()] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== ""));
}

/** The API path of the page of the list that the address shows. */
export function listPath(group: Group | null, query: Query): string {
  const parameters = parametersOf(query);
  for (const name of ["sort", "cursor"]) {
    const value = parameter(query, name);
    if (value !== "") parameters.set(name, value);
  }
  return withQuery(`/${group ?? "findings"}`, parameters);
}

/** The address of the whole filtered list as a file. */
export function csvAddress(group: Group | null, query: Query): string {
  const parameters = parametersOf(query);
  parameters.set("format", "csv");
  parameters.set("lang", "zh");
  return withQuery(`${API_BASE}/${group ?? "findings"}`, parameters);
}

/** The query with one filter changed; the first page of what then is the list. */
export function changed(query: Query, name: Filter | "sort", value: string): Record<string, string> {
  const kept = Object.entries(filtersOf(query)).filter(([key]) => key !== name);
  const sort = parameter(query, "sort");
  return Object.fromEntries([
    ...kept,
    ...(sort !== "" && name !== "sort" ? [["sort", sort]] : []),
    ...(value === "" ? [] : [[name, value]]),
  ]);
}

/** A click on a heading: by it, then the other way round. */
export function nextSort(query: Query, sort: Sort): string {
  return sortOf(query) === sort ? `-${sort}` : sort;
}

/** How the list is sorted now. */
export function sortOf(query: Query): string {
  return parameter(query, "sort") || "unit";
}

function parametersOf(query: Query): URLSearchParams {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(filtersOf(query)))
    parameters.set(name, name === "status" && value === STANDING ? STANDING_STATUSES.join(",") : value);
  return parameters;
}

function withQuery(path: string, parameters: URLSearchParams): string {
  const query = parameters.toString();
  return query === "" ? path : `${path}?${query}`;
}
