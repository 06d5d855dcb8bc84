import type { CalendarDate } from "../domain/time.ts";
import { type OpenedPage, openListPage } from "./column-opening.ts";
import { isData } from "./data-list.ts";
import type { GatherContext } from "./gather.ts";
import type { IsFurniture } from "./page-furniture.ts";
import { type PageAddress, pageKey } from "./page-request.ts";
import { columnKey } from "./site.ts";
import { turnList } from "./turned-list.ts";

/** Goes from page to page of one column's list, by addresses or, where its pager names none, by a browser's clicks. */
export class ListWay {
  readonly #isFurniture: IsFurniture;
  readonly #context: GatherContext;
  readonly #isCalled: boolean;
  readonly #asked: Set<string>;
  #pages = 1;
  /** Pages that were turned up and not looked at yet; null: none was turned. */
  #turned: OpenedPage[] | null = null;

  constructor(columnUrl: string, opened: OpenedPage, isFurniture: IsFurniture, context: GatherContext) {
    this.#isFurniture = isFurniture;
    this.#context = context;
    this.#isCalled = opened.isCalled;
    this.#asked = new Set([columnKey(columnUrl), columnKey(opened.page.url)]);
  }

  /** Whether a further page may be had. One that was seen before is none. */
  goesOnFrom({ reading, plain }: OpenedPage): boolean {
    const { rendering, limits } = this.#context;
    if (this.#asked.size > limits.maxPages) return false;
    if (reading.next !== null) return !this.#asked.has(keyOf(reading.next));
    // What a form or a call for data brought is no page that a browser could show.
    const isPage = !this.#isCalled && plain.document.form === null && !isData(plain.document.html);
    return reading.moreFollows && isPage && rendering != null;
  }

  /**
   * The page that follows; null: it did not come, `gone`: there is none that could be had, `end`: there is none.
   * @param rows Of the list, that were read so far.
   * @param readTo Of what the browser turns up, pages older than that are not wanted.
   */
  async after(
    page: OpenedPage,
    rows: number,
    readTo: CalendarDate,
  ): Promise<OpenedPage | "gone" | "end" | null> {
    let { next } = page.reading;
    if (next === null && this.#turned === null) {
      const known = { rows, pages: this.#pages };
      const list = await turnList(page, this.#isFurniture, known, readTo, this.#context);
      if (list.isLast) return "end";
      next = list.next;
      if (next === null) this.#turned = [...list.pages];
    }
    if (next === null) return this.#turned?.shift() ?? "gone";
    if (this.#asked.has(keyOf(next))) return "gone";
    this.#asked.add(keyOf(next));
    this.#pages += 1;
    return openListPage({ ...next, purpose: "list" }, this.#isFurniture, this.#context);
  }
}

function keyOf({ url, form }: PageAddress): string {
  return pageKey({ url: columnKey(url), form });
}
