import { brotliCompressSync, constants, deflateSync, gzipSync } from "node:zlib";
import { chars, FINE, FRESH_DAY, type HostileCase, message, page, times } from "./hostile-case.ts";
import { listPage, rowsOf, STALE } from "./hostile-pages.ts";
import { sendHtml, sendRaw } from "./hostile-server.ts";

const MEGABYTES_OF_SPACES = Buffer.alloc(32 * 1024 * 1024, " ");
const brotliBomb = brotliCompressSync(MEGABYTES_OF_SPACES, {
  params: { [constants.BROTLI_PARAM_QUALITY]: 1 },
});
const deflateBomb = deflateSync(MEGABYTES_OF_SPACES);
const gzipWithinGzip = gzipSync(gzipSync(MEGABYTES_OF_SPACES));

function encoded(encoding: string, body: Buffer): HostileCase["answer"] {
  return (_page, response) =>
    response
      .writeHead(200, { "content-type": "text/html; charset=utf-8", "content-encoding": encoding })
      .end(body);
}

/** A whole answer, written to the connection as it stands. */
function raw(head: string, body: string): HostileCase["answer"] {
  return (_page, _response, request) => sendRaw(request, `${head}\r\n\r\n${body}`);
}

const HTML = "Content-Type: text/html; charset=utf-8";
const FINE_LENGTH = Buffer.byteLength(FINE);

/** What may go wrong between two programs that speak HTTP, or claim to. */
export const TRANSPORT_CASES: Readonly<Record<string, HostileCase>> = {
  "brotli-bomb": {
    why: "brotli that expands to 32 MB",
    expected: "too-large",
    answer: encoded("br", brotliBomb),
  },
  "deflate-bomb": {
    why: "deflate that expands to 32 MB",
    expected: "too-large",
    answer: encoded("deflate", deflateBomb),
  },
  "gzip-in-gzip": {
    why: "a bomb within a compressed file",
    expected: "too-large",
    answer: encoded("gzip, gzip", gzipWithinGzip),
  },
  "encoding-unknown": {
    why: "compressed by what nobody asked for",
    expected: "unreadable",
    answer: encoded("zstd", Buffer.from(FINE)),
  },
  "deflate-fine": {
    why: "deflate, as it should be",
    expected: "failed",
    answer: encoded("deflate", deflateSync(FINE)),
  },
  "brotli-fine": {
    why: "brotli, as it should be",
    expected: "failed",
    answer: encoded("br", brotliCompressSync(FINE)),
  },
  "header-flood": {
    why: "ten thousand headers",
    expected: "unreachable",
    answer: raw(
      `HTTP/1.1 200 OK\r\n${HTML}\r\n${Array.from({ length: 10_000 }, (_, n) => `X-${n}: ${n}`).join("\r\n")}`,
      FINE,
    ),
  },
  "header-drip": {
    why: "a header now and then, for ever",
    expected: "timeout",
    answer: (_page, _response, { socket }) => {
      socket.write("HTTP/1.1 200 OK\r\n");
      const timer = setInterval(() => socket.write("X-Slow: 1\r\n"), 50);
      socket.on("close", () => clearInterval(timer));
    },
  },
  "header-bytes": {
    why: "headers that are no text in any code",
    expected: "failed",
    answer: (_page, _response, { socket }) => {
      socket.write(`HTTP/1.1 200 OK\r\n${HTML}\r\nContent-Length: ${FINE_LENGTH}\r\nX-Server: `);
      socket.write(Buffer.from([0xcd, 0xa8, 0xd6, 0xaa, 0xff, 0xfe]));
      socket.end(`\r\n\r\n${FINE}`);
    },
  },
  "chunked-nonsense": {
    why: "said to be chunked, and is not",
    expected: "unreachable",
    answer: raw(`HTTP/1.1 200 OK\r\n${HTML}\r\nTransfer-Encoding: chunked`, FINE),
  },
  "chunked-cut": {
    why: "chunks without the last one",
    expected: "unreachable",
    answer: raw(
      `HTTP/1.1 200 OK\r\n${HTML}\r\nTransfer-Encoding: chunked`,
      `${FINE_LENGTH.toString(16)}\r\n${FINE}\r\n`,
    ),
  },
  "length-and-chunks": {
    why: "two lengths that disagree",
    expected: "unreachable",
    answer: raw(`HTTP/1.1 200 OK\r\n${HTML}\r\nContent-Length: 5\r\nContent-Length: 9000`, FINE),
  },
  "http-1.0": {
    why: "the protocol of 1996",
    expected: "failed",
    answer: raw(`HTTP/1.0 200 OK\r\n${HTML}`, FINE),
  },
  "http-0.9": {
    why: "a page without any head",
    expected: "unreachable",
    answer: (_page, _response, request) => sendRaw(request, FINE),
  },
  "no-reason": {
    why: "a status without its words",
    expected: "failed",
    answer: raw(`HTTP/1.1 200 \r\n${HTML}\r\nContent-Length: ${FINE_LENGTH}`, FINE),
  },
  "closed-after": {
    why: "promises to keep the connection, and closes it after every answer",
    expected: "failed",
    answer: (_page, response, request) => {
      sendHtml(response, FINE, "text/html; charset=utf-8");
      response.on("finish", () => request.socket.end());
    },
  },
  "closed-then-fine": {
    why: "closes the connection instead of the first answer",
    expected: "failed",
    answer: (at, response, request) => {
      if (times(`closed ${at}`) === 1) request.socket.destroy();
      else sendHtml(response, FINE, "text/html; charset=utf-8");
    },
  },
  "no-content": {
    why: "204",
    expected: "unreachable",
    answer: (_page, response) => response.writeHead(204).end(),
  },
  partial: {
    why: "206, which nobody asked for: some part of a page",
    expected: "incomplete",
    answer: page(FINE, 206),
  },
  "not-modified": {
    why: "304, although there was no condition",
    expected: "unreadable",
    answer: (_page, response) => response.writeHead(304).end(),
  },
  "early-hints": {
    why: "an answer before the answer",
    expected: "failed",
    answer: (_page, response) => {
      response.writeEarlyHints({ link: "</a.css>; rel=preload; as=style" });
      sendHtml(response, FINE, "text/html; charset=utf-8");
    },
  },
  "status-999": { why: "a status that does not exist", expected: "server-error", answer: page(FINE, 999) },
  "challenge-202": {
    why: "a challenge under 202",
    expected: "blocked",
    answer: page(
      `<html><head><meta content="x" r="m"><script r="m">$_ts=window['$_ts'];</script></head><body></body></html>`,
      202,
    ),
  },
  "challenge-400": {
    why: "a challenge under 400",
    expected: "blocked",
    answer: page(
      `<html><head><script r="m">$_ts=window['$_ts'];$_ts.nsd=1;</script></head><body></body></html>`,
      400,
    ),
  },
  "challenge-cookie": {
    why: "a challenge that sets a cookie and loads itself again, under a good status",
    expected: "blocked",
    answer: page(
      `<html><head><script>document.cookie=('HM')+('F_CI=1');location.href=location.pathname+location.search</script></head></html>`,
    ),
  },
  "refused-403": {
    why: "a firewall's refusal",
    expected: "blocked",
    answer: page(message("访问被阻断", "您的访问被阻断，请联系网站管理员。"), 403),
  },
  "script-of-a-challenge": {
    why: "a page with content that bears the script of a challenge besides",
    expected: "failed",
    answer: page(
      FINE.replace(
        "<head>",
        `<head><meta content="x" r="m"><script r="m">$_ts=window['$_ts'];if(!$_ts)$_ts={};</script>`,
      ),
    ),
  },
  "one-line": {
    why: "300 KB in one line",
    expected: "failed",
    answer: page(
      listPage(STALE, { around: (list) => `${list}<!--${chars("柳 ", 300_000)}-->` }).replaceAll("\n", ""),
    ),
  },
  "many-links": {
    why: "three thousand links in a menu beside the list",
    expected: "failed",
    answer: page(
      FINE.replace(
        `<div class="nav">`,
        `<div class="nav">${Array.from({ length: 3_000 }, (_, n) => `<a href="/l${n}/">栏目${n}</a>`).join("")}`,
      ),
    ),
  },
  "many-boxes": {
    why: "ten thousand boxes within one another",
    expected: "too-large",
    answer: page(
      listPage(STALE, { around: (list) => `${"<div>".repeat(10_000)}${list}${"</div>".repeat(10_000)}` }),
    ),
  },
  "one-of-many-new": {
    why: "a new item among a thousand on one page of 300 KB",
    expected: "passed",
    answer: page(
      listPage([...rowsOf([FRESH_DAY]), ...STALE], {
        around: (list) => `${list}<script>${chars("var a=1;", 300_000)}</script>`,
      }),
    ),
  },
};
