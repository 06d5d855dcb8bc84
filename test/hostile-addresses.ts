import { addDays } from "../domain/time.ts";
import { FINE, type HostileCase, page, times, UPWARDS, upwards, upwardsPages } from "./hostile-case.ts";
import { listPage, type Row, rowsOf, STALE } from "./hostile-pages.ts";
import { sendHtml } from "./hostile-server.ts";

const UTF8 = "text/html; charset=utf-8";

/** Redirects to `location`, byte for byte, from the column's first page. */
function to(location: Buffer, there: string): HostileCase["answer"] {
  return (at, response, { socket }) => {
    if (at === "") {
      socket.write("HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: ");
      socket.write(location);
      socket.end("\r\n\r\n");
    } else if (at.toLowerCase() === there.toLowerCase()) sendHtml(response, FINE, UTF8);
    else response.writeHead(404).end();
  };
}

function refresh(target: string): string {
  return `<html><head><meta http-equiv="refresh" content="0;url=${target}"></head><body></body></html>`;
}

/** A session's name, new on every page, in all addresses of the rows. */
function withSession(rows: readonly Row[], session: number): readonly Row[] {
  return rows.map((row) => ({
    ...row,
    href: `${row.href};jsessionid=${session.toString(16).toUpperCase()}F0`,
  }));
}

/** GB18030 of 通知. */
const NOTICE_GBK = Buffer.from([0xcd, 0xa8, 0xd6, 0xaa]);

/** Where addresses may lead. */
export const ADDRESS_CASES: Readonly<Record<string, HostileCase>> = {
  "redirect-utf8": {
    why: "redirects to Chinese characters, unescaped",
    expected: "failed",
    answer: to(Buffer.from("./通知/a b.html"), "%E9%80%9A%E7%9F%A5/a%20b.html"),
  },
  "redirect-gbk": {
    why: "redirects to the bytes of GB18030, unescaped",
    expected: "failed",
    answer: to(Buffer.concat([Buffer.from("./"), NOTICE_GBK, Buffer.from(".html")]), "%CD%A8%D6%AA.html"),
  },
  "redirect-empty": {
    why: "redirects without saying where",
    expected: "unreachable",
    answer: (_page, response) => response.writeHead(302).end(),
  },
  "redirect-fragment": {
    why: "redirects to a place on the page itself",
    expected: "unreadable",
    answer: (_page, response) => response.writeHead(302, { location: "#top" }).end(),
  },
  "redirect-host": {
    why: "redirects to another host",
    expected: "not-patrolled",
    answer: (_page, response) =>
      response.writeHead(302, { location: "http://elsewhere.invalid/gzdt/" }).end(),
  },
  "refresh-self": {
    why: "a page that reloads itself under a new address each time",
    expected: "unreadable",
    answer: (at, response) => sendHtml(response, refresh(`./?n=${times(`refresh ${at}`)}${at.length}`), UTF8),
  },
  "refresh-two": {
    why: "two pages that refresh to one another",
    expected: "unreadable",
    answer: (at, response) => sendHtml(response, refresh(at === "" ? "a.html" : "./"), UTF8),
  },
  "refresh-host": {
    why: "refreshes to another host",
    expected: "not-patrolled",
    answer: page(refresh("http://elsewhere.invalid/gzdt/")),
  },
  "script-loop": {
    why: "a script that leads on for ever",
    expected: "unreadable",
    answer: (at, response) =>
      sendHtml(
        response,
        `<html><body><script>window.location.href="./${at.slice(0, 40)}x/";</script></body></html>`,
        UTF8,
      ),
  },
  base: {
    why: "an own base for all addresses of the page",
    expected: "passed",
    answer: (at, response) => {
      const first = upwardsPages[""].replace("<head>", `<head><base href="deep/">`);
      if (at === "") sendHtml(response, first, UTF8);
      else if (at === "deep/index_1.html") sendHtml(response, upwardsPages["index_1.html"], UTF8);
      else response.writeHead(404).end();
    },
    well: upwardsPages,
    planted: "passed",
  },
  "base-nonsense": {
    why: "a base that is no address",
    expected: "failed",
    answer: page(FINE.replace("<head>", `<head><base href="javascript:void(0)">`)),
  },
  "odd-addresses": {
    why: "items at addresses with blanks and Chinese in them",
    expected: "failed",
    answer: page(
      listPage(STALE.map((row) => ({ ...row, href: `./2016 年/通知/${row.href.slice(2)}?名=柳 叶` }))),
    ),
  },
  sessions: {
    why: "the name of a session in every address",
    expected: "passed",
    answer: (at, response) => {
      const session = times("session");
      const name = at.replace(/;.*$/, "");
      if (name === "")
        sendHtml(
          response,
          listPage(withSession(upwards[""], session), { next: `index_1.html;jsessionid=${session}A` }),
          UTF8,
        );
      else if (name === "index_1.html")
        sendHtml(response, listPage(withSession(upwards["index_1.html"], session)), UTF8);
      else response.writeHead(404).end();
    },
    well: upwardsPages,
    planted: "passed",
  },
  "sessions-circle": {
    why: "the first page again and again, its addresses under another session each time",
    expected: "incomplete",
    answer: (_at, response) => {
      const session = times("circle");
      sendHtml(
        response,
        listPage(withSession(upwards[""], session), { next: `index_${session}.html;jsessionid=${session}B` }),
        UTF8,
      );
    },
    well: upwardsPages,
    planted: "passed",
  },
  "sessions-in-query": {
    why: "the first page again and again, a session in the query of each address",
    expected: "incomplete",
    answer: (_at, response) => {
      const session = times("query session");
      const rows = upwards[""].map((row) => ({ ...row, href: `${row.href}?sid=${session}` }));
      sendHtml(response, listPage(rows, { next: `?page=2&sid=${session}` }), UTF8);
    },
    well: upwardsPages,
    planted: "passed",
  },
  "query-trap": {
    why: "a next page for ever, told apart by its query alone, with rows never seen before, from old to new",
    expected: "incomplete",
    answer: (at, response) => {
      const n = Number(/page=(\d+)/.exec(at)?.[1] ?? 1);
      const rows = rowsOf([0, 1, 2].map((day) => addDays("2004-01-01", n * 3 + day))).map((row) => ({
        ...row,
        href: `./show?id=${n}${row.href.replace(/\D/g, "")}`,
      }));
      sendHtml(response, listPage(rows, { next: `?page=${n + 1}&t=${n * 7919}` }), UTF8);
    },
  },
  "query-grows": {
    why: "a next page whose address grows by what was asked before",
    expected: "incomplete",
    answer: (at, response) => {
      const n = at.split("&page=").length;
      const rows = rowsOf([0, 1, 2].map((day) => addDays("2004-01-01", n * 3 + day)));
      sendHtml(response, listPage(rows, { next: `?${at.replace(/^\?/, "")}&page=${n + 1}` }), UTF8);
    },
  },
  "copy-under-new-address": {
    why: "each next page has a new address, and is the first again",
    expected: "incomplete",
    answer: (_at, response) =>
      sendHtml(response, listPage(rowsOf(UPWARDS.slice(0, 5)), { next: `?p=2&_=${times("copy")}` }), UTF8),
    well: upwardsPages,
    planted: "passed",
  },
};
