import { gzipSync } from "node:zlib";
import { addDays, type CalendarDate } from "../domain/time.ts";
import { encodeText } from "../fixtures/portal/encode.ts";
import { ADDRESS_CASES } from "./hostile-addresses.ts";
import {
  chars,
  FINE,
  FRESH_DAY,
  type HostileCase,
  message,
  moved,
  page,
  times,
  UPWARDS,
  upwards,
  upwardsPages,
} from "./hostile-case.ts";
import { listPage, rowsOf, STALE } from "./hostile-pages.ts";
import { sendForever, sendHtml, sendRaw, sendSome } from "./hostile-server.ts";
import { TRANSPORT_CASES } from "./hostile-transport.ts";

const bytesOf = (text: string) => Buffer.byteLength(text);

const manyDays = (count: number, newest: CalendarDate) =>
  Array.from({ length: count }, (_, n) => addDays(newest, -Math.floor(n / 3)));

/** One gzip member after another is one stream: a small one, many times over, is a bomb that is quickly made. */
const EIGHT_MEGABYTES = gzipSync(Buffer.alloc(8 * 1024 * 1024, " "));
const TAGS = gzipSync(chars("<p><b>一</b>", 4 * 1024 * 1024));

export const HOSTILE_CASES: Readonly<Record<string, HostileCase>> = {
  ...TRANSPORT_CASES,
  ...ADDRESS_CASES,
  "stall-head": { why: "never answers", expected: "timeout", answer: () => {} },
  "stall-body": {
    why: "stops in mid-body",
    expected: "timeout",
    answer: (_page, response) => sendSome(response, FINE.slice(0, 900)),
  },
  drip: {
    why: "sends a byte now and then, for ever",
    expected: "timeout",
    answer: (_page, response) => {
      sendSome(response, FINE.slice(0, 900));
      const timer = setInterval(() => response.write(" "), 50);
      response.on("close", () => clearInterval(timer));
    },
  },
  "reset-body": {
    why: "hangs up in mid-body",
    expected: "unreachable",
    answer: (_page, response, request) => {
      sendSome(response, FINE.slice(0, 900));
      setTimeout(() => request.socket.resetAndDestroy(), 20);
    },
  },
  "no-http": {
    why: "speaks no HTTP",
    expected: "unreachable",
    answer: (_page, _response, request) => sendRaw(request, "SSH-2.0-OpenSSH_6.6\r\n"),
  },
  endless: {
    why: "a body without end",
    expected: "too-large",
    answer: (_page, response) => sendForever(response, chars("<p>柳</p>\n", 65_536)),
  },
  "endless-head": {
    why: "headers without end",
    expected: "unreachable",
    answer: (_page, _response, request) =>
      sendRaw(request, `HTTP/1.1 200 OK\r\nX-Long: ${chars("a", 2_000_000)}\r\n\r\n`),
  },
  "gzip-bomb": {
    why: "half a megabyte that expands to half a gigabyte",
    expected: "too-large",
    answer: (_page, response) => {
      response.writeHead(200, { "content-type": "text/html", "content-encoding": "gzip" });
      response.end(Buffer.concat(Array.from({ length: 64 }, () => EIGHT_MEGABYTES)));
    },
  },
  "tag-bomb": {
    why: "a small answer that expands to millions of elements",
    expected: "too-large",
    answer: (_page, response) => {
      response.writeHead(200, { "content-type": "text/html; charset=utf-8", "content-encoding": "gzip" });
      response.end(Buffer.concat([TAGS, TAGS, TAGS]));
    },
  },
  "many-tags": {
    why: "a page of half a million elements before the list",
    expected: "too-large",
    answer: (_page, response) =>
      sendHtml(response, FINE.replace("<body>", `<body>${chars("<i>一</i>", 4_000_000)}`)),
  },
  "gzip-truncated": {
    why: "compressed, and cut off",
    expected: "unreadable",
    answer: (_page, response) => {
      const bytes = gzipSync(FINE);
      response.writeHead(200, { "content-type": "text/html", "content-encoding": "gzip" });
      response.end(bytes.subarray(0, bytes.length - 40));
    },
  },
  "gzip-none": {
    why: "says that it is compressed, and is not",
    expected: "unreadable",
    answer: (_page, response) => {
      response.writeHead(200, { "content-type": "text/html", "content-encoding": "gzip" }).end(FINE);
    },
  },
  "redirect-self": {
    why: "redirects to itself",
    expected: "unreadable",
    answer: (_page, response, request) => response.writeHead(302, { location: request.url }).end(),
  },
  "redirect-two": {
    why: "redirects to and fro",
    expected: "unreadable",
    answer: (at, response) => response.writeHead(302, { location: at === "" ? "a.html" : "./" }).end(),
  },
  "redirect-grows": {
    why: "redirects to ever longer addresses",
    expected: "unreadable",
    answer: (at, response) => response.writeHead(302, { location: `${at.slice(-200)}a/` }).end(),
  },
  "redirect-private": {
    why: "redirects to a private address that is none of the portal's",
    expected: "not-patrolled",
    answer: (_page, response) =>
      response.writeHead(302, { location: "http://169.254.169.254/latest/" }).end(),
  },
  "redirect-scheme": {
    why: "redirects to a file",
    expected: "unreadable",
    answer: (_page, response) => response.writeHead(302, { location: "file:///etc/passwd" }).end(),
  },
  "redirect-nonsense": {
    why: "redirects to what is no address",
    expected: "unreadable",
    answer: (_page, response) => response.writeHead(302, { location: "http://[::1" }).end(),
  },
  "redirect-home": {
    why: "sends every lost page to the unit's home page, which lists nothing",
    expected: "unreadable",
    answer: (_page, response) => response.writeHead(302, { location: "../" }).end(),
  },
  "soft-404": {
    why: "an error page under a good status",
    expected: "soft-404",
    answer: page(message("页面不存在", "您访问的页面不存在或已被删除。")),
  },
  maintenance: {
    why: "a note of maintenance",
    expected: "maintenance",
    answer: page(message("系统维护", "网站正在维护，请稍后访问。")),
  },
  "maintenance-503": {
    why: "maintenance under its own status",
    expected: "server-error",
    answer: page(message("系统维护", "网站正在维护，请稍后访问。"), 503),
  },
  "challenge-412": {
    why: "a challenge under 412",
    expected: "blocked",
    answer: page(`<html><head><script>var $_ts=window['$_ts'];</script></head><body></body></html>`, 412),
  },
  "challenge-521": {
    why: "a challenge under 521",
    expected: "blocked",
    answer: page(`<script>document.cookie=('__jsl_clearance=1');location.href='/';</script>`, 521),
  },
  "challenge-200": {
    why: "a challenge under a good status",
    expected: "blocked",
    answer: page(
      `<html><head><script>var arg1='A1';setCookie("acw_sc__v2",arg1)</script></head><body></body></html>`,
    ),
  },
  "refused-200": {
    why: "a firewall's refusal under a good status",
    expected: "blocked",
    answer: page(message("访问被拦截", "您的请求存在异常，已被网站防火墙拦截。")),
  },
  "too-many-then-fine": {
    why: "429 with Retry-After, then the page",
    expected: "failed",
    answer: (at, response) => {
      if (times(`429 ${at}`) === 1) response.writeHead(429, { "retry-after": "1" }).end();
      else sendHtml(response, FINE);
    },
  },
  "too-many": {
    why: "429 every time",
    expected: "blocked",
    answer: (_page, response) => response.writeHead(429, { "retry-after": "0" }).end(),
  },
  "fails-then-fine": {
    why: "502 once, then the page",
    expected: "failed",
    answer: (at, response) => {
      if (times(`502 ${at}`) === 1) response.writeHead(502).end("<html>Bad Gateway</html>");
      else sendHtml(response, FINE);
    },
  },
  "gb18030-as-utf8": {
    why: "GB18030 that is declared to be UTF-8",
    expected: "failed",
    answer: (_page, response) => sendHtml(response, encodeText(FINE, "gb18030"), "text/html; charset=utf-8"),
  },
  "utf8-as-gb2312": {
    why: "UTF-8 that is declared to be GB2312",
    expected: "failed",
    answer: (_page, response) =>
      sendHtml(response, FINE.replace('charset="utf-8"', 'charset="gb2312"'), "text/html; charset=gb2312"),
  },
  "unknown-charset": {
    why: "a charset that does not exist",
    expected: "failed",
    answer: (_page, response) => sendHtml(response, FINE, "text/html; charset=none-such"),
  },
  "no-type": {
    why: "no content type at all",
    expected: "failed",
    answer: (_page, response) => response.writeHead(200).end(FINE),
  },
  empty: { why: "an empty answer", expected: "unreadable", answer: page("") },
  blank: {
    why: "a page with nothing in it",
    expected: "unreadable",
    answer: page("<html><head><title></title></head><body></body></html>"),
  },
  zeros: {
    why: "nothing but zero bytes",
    expected: "unreadable",
    answer: (_page, response) => sendHtml(response, Buffer.alloc(5000)),
  },
  binary: {
    why: "a picture under the type of a page",
    expected: "unreadable",
    answer: (_page, response) =>
      sendHtml(response, Buffer.from(Array.from({ length: 9000 }, (_, n) => (n * 7919) % 256))),
  },
  "not-html": {
    why: "a document in the place of a page",
    expected: "not-html",
    answer: (_page, response) =>
      response.writeHead(200, { "content-type": "application/msword" }).end("\xd0\xcf"),
  },
  json: {
    why: "data in the place of a page",
    expected: "unreadable",
    answer: (_page, response) => sendHtml(response, '{"code":500,"data":[]}', "application/json"),
  },
  "length-too-long": {
    why: "promises more than it sends",
    expected: "unreachable",
    answer: (_page, _response, request) =>
      sendRaw(
        request,
        `HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: ${bytesOf(FINE) + 500}\r\n\r\n${FINE}`,
      ),
  },
  "length-too-short": {
    why: "promises less than it sends: a list cut short",
    expected: "incomplete",
    answer: (_page, _response, request) =>
      sendRaw(
        request,
        `HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: ${bytesOf(FINE) - 700}\r\n\r\n${FINE}`,
      ),
  },
  "cut-without-length": {
    why: "hangs up in mid-list where no length was given",
    expected: "incomplete",
    answer: (_page, _response, request) =>
      sendRaw(
        request,
        `HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n${FINE.slice(0, FINE.length - 500)}`,
      ),
  },
  "fault-in-mid-page": {
    why: "the template breaks in the middle, under a good status",
    expected: "incomplete",
    answer: (_page, response) =>
      sendHtml(response, `${FINE.slice(0, FINE.indexOf("<ul"))}\njava.lang.NullPointerException`),
  },
  "calendar-trap": {
    why: "a next page for ever, each with rows never seen before and no dates",
    expected: "incomplete",
    answer: (at, response) => {
      const n = Number(/\d+/.exec(at)?.[0] ?? 0);
      const rows = rowsOf([null, null, null]).map((row) => ({ ...row, href: `./x${n}${row.href.slice(2)}` }));
      sendHtml(response, listPage(rows, { next: `index_${n + 1}.html` }));
    },
  },
  "trap-upwards": {
    why: "a next page for ever, from old to new",
    expected: "incomplete",
    answer: (at, response) => {
      const n = Number(/\d+/.exec(at)?.[0] ?? 0);
      const rows = rowsOf([0, 1, 2].map((day) => addDays("2001-01-01", n * 3 + day)));
      sendHtml(response, listPage(rows, { next: `index_${n + 1}.html` }));
    },
  },
  "next-is-itself": {
    why: "the next page is the page itself",
    expected: "incomplete",
    answer: page(listPage(upwards[""], { next: "./" })),
    well: upwardsPages,
    planted: "passed",
  },
  "next-circles": {
    why: "two pages that lead to one another",
    expected: "incomplete",
    answer: (at, response) =>
      sendHtml(
        response,
        at === ""
          ? listPage(upwards[""], { next: "index_1.html" })
          : listPage(rowsOf(UPWARDS.slice(5)).map(moved), { next: "./" }),
      ),
    well: upwardsPages,
    planted: "passed",
  },
  "page-2-fails": {
    why: "the second page, on which the newest stand, fails",
    expected: "incomplete",
    answer: (at, response) => {
      if (at === "") sendHtml(response, upwardsPages[""]);
      else response.writeHead(500).end();
    },
    well: upwardsPages,
    planted: "passed",
  },
  "page-2-cut": {
    why: "the second page is cut short",
    expected: "incomplete",
    answer: (at, response) => {
      const second = upwardsPages["index_1.html"];
      if (at === "") sendHtml(response, upwardsPages[""]);
      else sendHtml(response, second.slice(0, second.indexOf("2016-10-21")));
    },
    well: upwardsPages,
    planted: "passed",
  },
  "page-2-again-1": {
    why: "every page answers with the first",
    expected: "incomplete",
    answer: page(upwardsPages[""]),
    well: upwardsPages,
    planted: "passed",
  },
  "page-2-soft-404": {
    why: "the second page says that it is not there, under a good status",
    expected: "incomplete",
    answer: (at, response) => {
      if (at === "") sendHtml(response, upwardsPages[""]);
      else sendHtml(response, message("404", "页面不存在"));
    },
    well: upwardsPages,
    planted: "passed",
  },
  "long-next": {
    why: "an address of 5,000 characters for the next page",
    expected: "incomplete",
    answer: page(listPage(upwards[""], { next: `index_1.html?${chars("q", 5000)}` })),
    well: upwardsPages,
    planted: "passed",
  },
  "long-addresses": {
    why: "items at addresses of 5,000 characters",
    expected: "failed",
    answer: page(listPage(STALE.map((row) => ({ ...row, href: `${row.href}?${chars("柳", 5000)}` })))),
  },
  "control-characters": {
    why: "addresses with control characters, line breaks and nonsense in them",
    expected: "failed",
    answer: page(
      listPage(
        STALE.map((row, n) => ({
          ...row,
          href:
            [
              `\u0001\u0002${row.href}`,
              `.\t/\r\n${row.href}`,
              `java\nscript:alert(1)`,
              "http://[",
              "http://%00%ff/",
              `${row.href}\u0000%0d%0aSet-Cookie:%20a=b`,
              "http:///x",
              `${row.href}\ud800`,
            ][n] ?? row.href,
        })),
      ),
    ),
  },
  "deep-nesting": {
    why: "a hundred thousand elements within one another around the list",
    expected: "too-large",
    answer: page(listPage(STALE, { around: (list) => `${chars("<div>", 500_000)}${list}` })),
  },
  "deep-inline": {
    why: "a thousand open elements around the list",
    expected: "failed",
    answer: page(listPage(STALE, { around: (list) => `${chars("<font><b>", 4_500)}${list}` })),
  },
  "open-comments": {
    why: "comments and scripts that are opened and never closed",
    expected: "unreadable",
    answer: page(`<html><body>${chars("<!--", 60_000)}${chars("<script ", 30_000)}${FINE}`),
  },
  "huge-page": {
    why: "a page of 20 MB",
    expected: "too-large",
    answer: (_page, response) => sendHtml(response, Buffer.alloc(20 * 1024 * 1024, FINE)),
  },
  "duplicate-rows": {
    why: "each row three times",
    expected: "failed",
    answer: page(listPage([...STALE, ...STALE, ...STALE])),
  },
  "many-rows": {
    why: "3,000 rows on one page, one of them new",
    expected: "passed",
    answer: page(listPage([...rowsOf(manyDays(3000, "2016-10-28")), ...rowsOf([FRESH_DAY]).map(moved)])),
    well: { "": listPage(rowsOf(manyDays(300, "2016-10-28"))) },
  },
};
