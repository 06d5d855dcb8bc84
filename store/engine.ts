import type { Dialect, Expression } from "kysely";

/** A database that a store can be kept in, and what it does differently from others. */
export interface Engine {
  readonly dialect: Dialect;
  readonly types: ColumnTypes;
}

/** The types that databases name differently. */
export interface ColumnTypes {
  /** Compared and sorted byte by byte, whatever the language of the database. */
  readonly text: "text" | Expression<string>;
  readonly bytes: "blob" | "bytea";
}
