import type { Unread } from "../crawler/explore-unit.ts";
import type { NavigationContext } from "../crawler/gather-navigation.ts";
import type { Catalogue } from "../domain/catalogue.ts";
import type { SharedColumn, Unit, UnitKind } from "../domain/portal.ts";
import type { ProposedColumn } from "./discover-match.ts";

/** A unit as it is proposed. */
export interface ProposedUnit {
  readonly id: string;
  readonly name: string;
  readonly kind: UnitKind;
  readonly url: string;
  readonly columns: readonly ProposedColumn[];
  /** Further addresses under which the portal lists it; their columns are among `columns`. */
  readonly also: readonly string[];
  /** Other bodies that the portal lists under the same address. */
  readonly alsoNamed: readonly string[];
  /** Pages behind which it may have more columns; none where its menus were read whole. */
  readonly unread: readonly Unread[];
}

/** A central page where several units publish. */
export interface ProposedShared extends SharedColumn {
  readonly name: string;
  readonly confidence: number;
}

/** What the exploration of a portal proposes. */
export interface Proposal {
  readonly name: string;
  readonly url: string;
  readonly units: readonly ProposedUnit[];
  readonly shared: readonly ProposedShared[];
  /** Columns of the portal itself that no unit was given. */
  readonly central: readonly ProposedColumn[];
  /** Units on other sites. */
  readonly outside: readonly { readonly name: string; readonly url: string }[];
  /** Pages that could not be read, so that units or columns may be missing. */
  readonly unread: readonly Unread[];
  /** The limit on pages ended the exploration. */
  readonly isCut: boolean;
}

/** What units are proposed with. */
export interface Proposing {
  readonly context: NavigationContext;
  readonly catalogue: Catalogue;
}

/** Units read side by side, as in a patrol. */
export const UNITS_AT_ONCE = 4;

/** A unit of which nothing but its name and address is known. */
export function unitOf(id: string, name: string, kind: UnitKind, url: string): Unit {
  return {
    id,
    name,
    kind,
    url,
    inspector: null,
    contact: null,
    columnsReviewedOn: null,
    columns: [],
    exempt: [],
    declared: [],
  };
}
