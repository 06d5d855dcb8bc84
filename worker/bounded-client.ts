import type { Answer } from "../crawler/answer.ts";
import type { Client } from "../crawler/client.ts";
import { type PageRequest, pageKey } from "../crawler/page-request.ts";

/** Asks for no more than so many addresses; what lies beyond is `incomplete`. */
export class BoundedClient implements Client {
  readonly #client: Client;
  readonly #most: number;
  readonly #onPage: () => void;
  readonly #asked = new Set<string>();
  /** An address was not asked for because of the limit. */
  isCut = false;

  /** @param onPage Told of each address that is asked for. */
  constructor(client: Client, most: number, onPage: () => void) {
    this.#onPage = onPage;
    this.#client = client;
    this.#most = most;
  }

  async get(request: PageRequest, signal: AbortSignal): Promise<Answer> {
    const key = pageKey(request);
    if (!this.#asked.has(key)) {
      if (this.#asked.size >= this.#most) {
        this.isCut = true;
        return { ok: false, reason: "incomplete", page: null };
      }
      this.#asked.add(key);
      this.#onPage();
    }
    return this.#client.get(request, signal);
  }
}
