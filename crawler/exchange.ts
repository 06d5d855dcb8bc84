import type { IncomingHttpHeaders } from "node:http";
import type { Dispatcher } from "undici";
import type { Reason } from "../domain/snapshot.ts";
import type { Instant } from "../domain/time.ts";
import { PrivateAddressError } from "./address-guard.ts";
import type { Exchange } from "./evidence-record.ts";
import { onAbort } from "./on-abort.ts";
import type { PageAddress } from "./page-request.ts";

/** What came of one request. `again`: asking once more may help. */
export type Once =
  | ({ readonly kind: "response" } & Exchange)
  | { readonly kind: "failure"; readonly reason: Reason; readonly again: boolean };

/** An address that the portal file does not allow. */
export const refused: Once = { kind: "failure", reason: "not-patrolled", again: false };

export interface ExchangeSettings {
  readonly userAgent: string;
  /** Until the whole response, ms. */
  readonly timeoutMs: number;
  readonly maxBytes: number;
  /**
   * A page is text, and comes whole; a resource is anything, and comes whole; of a beginning counts what fits; of a
   * head no body is asked for, or, where it is cut, received.
   */
  readonly as: "page" | "resource" | "beginning" | "head" | "cut";
  /** Further headers: what must have changed for the page to be sent again. */
  readonly condition: Readonly<Record<string, string>>;
}

/** Makes one request. Rejects only where `signal` is aborted. */
export function exchange(
  address: PageAddress,
  settings: ExchangeSettings,
  dispatcher: Dispatcher,
  signal: AbortSignal,
): Promise<Once> {
  const { url, form } = address;
  const { userAgent, condition, as } = settings;
  const posted = as === "head" || as === "cut" ? null : form;
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const answer = new Arriving(address, settings, signal, resolve, reject);
    try {
      const { origin, pathname, search } = new URL(url);
      dispatcher.dispatch(
        {
          origin,
          path: `${pathname}${search}`,
          method: as === "head" ? "HEAD" : posted === null ? "GET" : "POST",
          body: posted,
          headers: {
            "user-agent": userAgent,
            accept: "text/html,application/xhtml+xml,*/*;q=0.8",
            "accept-language": "zh-CN,zh;q=0.9",
            "accept-encoding": "gzip, deflate, br",
            ...condition,
            ...(posted === null ? {} : { "content-type": isJson(posted) ? JSON_TYPE : FORM_TYPE }),
          },
        },
        answer,
      );
    } catch (error) {
      answer.end(failureFrom(error));
    }
  });
}

/**
 * An answer on its way. Taken chunk by chunk as undici hands it over: a stream with a signal of its own for each of
 * thousands of requests costs as much as all the rest.
 */
class Arriving implements Dispatcher.DispatchHandler {
  readonly #address: PageAddress;
  readonly #settings: ExchangeSettings;
  readonly #resolve: (once: Once) => void;
  readonly #deadline: NodeJS.Timeout;
  readonly #forget: () => void;
  #controller: Dispatcher.DispatchController | null = null;
  #isOver = false;
  #status = 0;
  #headers: Record<string, string> = {};
  #chunks: Uint8Array[] = [];
  #size = 0;

  constructor(
    address: PageAddress,
    settings: ExchangeSettings,
    signal: AbortSignal,
    resolve: (once: Once) => void,
    reject: (reason: unknown) => void,
  ) {
    this.#address = address;
    this.#settings = settings;
    this.#resolve = resolve;
    const tooLate = () => this.#giveUp({ kind: "failure", reason: "timeout", again: true });
    this.#deadline = setTimeout(tooLate, settings.timeoutMs);
    this.#forget = onAbort(signal, (reason) => {
      this.#close();
      reject(reason);
    });
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    // It was given up while it waited for a connection.
    if (this.#isOver) controller.abort(new Error("given up"));
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    // 100 and its like announce the answer.
    if (status < 200 || this.#isOver) return;
    this.#status = status;
    this.#headers = flat(headers);
    if (this.#settings.as === "cut") this.#giveUp(this.#response(true));
    if (this.#settings.as === "page" && status < 300 && !isText(this.#headers["content-type"]))
      this.#giveUp({ kind: "failure", reason: "not-html", again: false });
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Uint8Array): void {
    if (this.#isOver) return;
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    const { maxBytes, as } = this.#settings;
    if (this.#size <= maxBytes) return;
    if (as !== "beginning") this.#giveUp({ kind: "failure", reason: "too-large", again: false });
    else this.#giveUp(this.#response(true));
  }

  onResponseEnd(): void {
    this.end(this.#response(false));
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    this.end(failureFrom(error));
  }

  end(once: Once): void {
    if (this.#isOver) return;
    this.#isOver = true;
    clearTimeout(this.#deadline);
    this.#forget();
    this.#resolve(once);
  }

  /** Ends it without waiting for what else may come. */
  #giveUp(once: Once): void {
    if (this.#isOver) return;
    this.end(once);
    this.#close();
  }

  #close(): void {
    this.#isOver = true;
    clearTimeout(this.#deadline);
    this.#forget();
    this.#controller?.abort(new Error("given up"));
  }

  /** What came; `cut` where more was to come. */
  #response(cut: boolean): Once {
    const { "content-length": length, ...others } = this.#headers;
    const [first = NOTHING] = this.#chunks;
    const bytes = this.#chunks.length <= 1 ? first : Buffer.concat(this.#chunks);
    const isWhole = !cut && this.#settings.as !== "head";
    return {
      kind: "response",
      url: this.#address.url,
      form: this.#address.form,
      status: this.#status,
      // What was cut off no longer has the length that it announced.
      headers: length === undefined || !isWhole ? others : { ...others, "content-length": length },
      body: cut ? bytes.subarray(0, this.#settings.maxBytes) : bytes,
      fetchedAt: now(),
      ...(cut ? { isCut: true } : {}),
    };
  }
}

const NOTHING = new Uint8Array();

/** What a form is posted as. */
const FORM_TYPE = "application/x-www-form-urlencoded; charset=UTF-8";
const JSON_TYPE = "application/json";

/** No form begins so: a brace is written %7B in it. */
function isJson(form: string): boolean {
  return /^\s{0,99}[{[]/.test(form);
}

/** Codes of OpenSSL and Node for a certificate that is not believed: it is no better a second later. */
const CERTIFICATE = /CERT|ISSUER|SELF_SIGNED|LEAF_SIGNATURE/;

function failureFrom(error: unknown): Once {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof PrivateAddressError) return refused;
    const code = "code" in cause ? String(cause.code) : "";
    if (/TIMEOUT|ETIMEDOUT/.test(code)) return { kind: "failure", reason: "timeout", again: true };
    if (code === "ENOTFOUND" || CERTIFICATE.test(code))
      return { kind: "failure", reason: "unreachable", again: false };
  }
  return { kind: "failure", reason: "unreachable", again: true };
}

/** Whether a response may hold text; what is surely none is not even received. */
function isText(contentType: string | undefined): boolean {
  return !/^(?:image|audio|video|font)\/|pdf|msword|ms-|officedocument|zip|rar|octet-stream|wps/i.test(
    contentType ?? "",
  );
}

function flat(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name.toLowerCase(), Array.isArray(value) ? value.join(", ") : value]],
    ),
  );
}

function now(): Instant {
  return new Date().toISOString() as Instant; // toISOString writes this form
}
