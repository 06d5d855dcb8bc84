import type { Reason } from "../domain/snapshot.ts";
import { clientRedirectOf } from "./client-redirect.ts";
import { decodePage } from "./decode.ts";
import { notAPage } from "./not-a-page.ts";
import { PageDocument } from "./page-document.ts";
import { unfitness } from "./page-limits.ts";
import type { PageAddress } from "./page-request.ts";

/** A response's content, as it came. */
export interface Came extends PageAddress {
  /** Content decoded. */
  readonly body: Uint8Array;
  readonly contentType: string | null;
}

/** What one response is: a page with what was read of it, a way on to another, or nothing that can be read. */
export type PageView<T> =
  | { readonly kind: "page"; readonly value: T }
  /** Absolute. */
  | { readonly kind: "redirect"; readonly location: string }
  | { readonly kind: "none"; readonly reason: Reason };

/** Takes from a response what `read` reads of a page. */
export function viewOf<T>(
  { body, contentType, url, form }: Came,
  read: (document: PageDocument) => T,
): PageView<T> {
  const { text } = decodePage(body, contentType);
  const document = new PageDocument(text, url, form);
  const location = clientRedirectOf(document);
  if (location !== null) return { kind: "redirect", location };
  const unfit = unfitness(text);
  // A firewall's or a server's own message is often cut short as well, and says more.
  if (unfit !== null) return { kind: "none", reason: notAPage(document, 200) ?? unfit };
  return { kind: "page", value: read(document) };
}
