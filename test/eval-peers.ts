import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decodePage } from "../crawler/decode.ts";
import { notAPage } from "../crawler/not-a-page.ts";
import { PageDocument } from "../crawler/page-document.ts";
import { printedDateIn } from "../crawler/printed-date.ts";
import { MOST_ROBOTS_BYTES, ROBOT, robotRules } from "../crawler/robots.ts";
import { plainRobots, productOf } from "./rfc9309.ts";

// Public cases of other projects, put to the crawler: what passes, what does not, and what is left out and why.
const [dir] = process.argv.slice(2);
if (!dir) {
  console.error("usage: npm run eval:peers -- DIR   (DIR holds peers/robots-real, peers/charset …)");
  process.exit(2);
}
const peers = join(dir, "peers");

class Score {
  readonly misses: string[] = [];
  readonly leftOut = new Map<string, string[]>();
  passed = 0;
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }

  judge(name: string, expected: unknown, got: unknown): void {
    if (expected === got) this.passed += 1;
    else this.misses.push(`  ${name}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(got)}`);
  }

  leave(name: string, why: string): void {
    this.leftOut.set(why, [...(this.leftOut.get(why) ?? []), name]);
  }

  print(): void {
    const left = [...this.leftOut.values()].flat().length;
    const of = this.passed + this.misses.length;
    console.log(`${this.name.padEnd(20)} ${this.passed}/${of} passed${left > 0 ? `, ${left} left out` : ""}`);
    for (const miss of this.misses) console.log(miss);
    for (const [why, names] of this.leftOut) console.log(`  left out: ${why}: ${names.join(" · ")}`);
  }
}

const scores = [robots(), charsets(false), charsets(true), declarations(), chineseTime(), challenges()];
for (const score of scores) score.print();
process.exitCode = scores.some(({ misses }) => misses.length > 0) ? 1 : 0;

/**
 * Each real robots.txt is asked about addresses made of its own patterns, once as any robot and once under the
 * name that it addresses first; every answer must be that of RFC 9309.
 */
function robots(): Score {
  const score = new Score("robots-real");
  const folder = mkdtempSync(join(tmpdir(), "xuncha-peers-"));
  execFileSync("tar", ["xzf", join(peers, "robots-real/test_data.tar.gz"), "-C", folder]);
  const files = [join(peers, "robots-real/cn"), join(folder, "test_data")].flatMap((at) =>
    readdirSync(at).map((name) => ({ name, path: join(at, name) })),
  );
  for (const { name, path } of files) {
    const text = decodePage(readFileSync(path), null).text;
    const markup = /^\s*</.test(text);
    const plain = plainRobots(markup ? "" : text);
    const named = plain.robots.find((robot) => productOf(robot) !== "");
    const first = named === undefined ? "" : productOf(named);
    const wrong =
      disagreement(text, markup, ROBOT) ??
      (first === "" ? null : disagreement(renamed(text, first), markup, ROBOT));
    const meant = wrong === null ? null : oddityOf(text);
    if (meant) score.leave(name, meant);
    else score.judge(name, null, wrong);
  }
  rmSync(folder, { recursive: true });
  return score;
}

/** An address about which the crawler and the RFC disagree, or null. */
function disagreement(text: string, markup: boolean, robot: string): string | null {
  const plain = plainRobots(markup ? "" : text);
  const rules = robotRules("http://host.test/robots.txt", 200, text);
  const patterns = [...new Set(plain.patterns)];
  const step = Math.max(1, Math.floor(patterns.length / 40));
  const paths = patterns.filter((_, n) => n % step === 0).flatMap(addressesFor);
  for (const path of ["/", "/zwgk/index.html", ...paths]) {
    const { href, pathname, search } = new URL(`http://host.test${path}`);
    if (rules.allows(href) !== plain.allows(robot, pathname + search)) return href;
  }
  return null;
}

function addressesFor(pattern: string): readonly string[] {
  const path = pattern
    .replace(/\$$/, "")
    .replaceAll("*", "any")
    .replace(/[#\s].*$/, "");
  if (!path.startsWith("/")) return [];
  return [path, `${path}more`, path.slice(0, -1) || "/", `${path}/index.html?a=1`];
}

function renamed(text: string, robot: string): string {
  return text.replace(/^([ \t]*user-agent[ \t]*:[ \t]*)([a-z_-]+)/gim, (line, before, name) =>
    name.toLowerCase() === robot ? `${before}${ROBOT}` : line,
  );
}

/** What may make the crawler differ from the RFC on purpose. */
function oddityOf(text: string): string | null {
  if (Buffer.byteLength(text) > MOST_ROBOTS_BYTES)
    return "rules beyond the 500 KiB at which the RFC lets a parser stop";
  if (
    /^\s*user-agent\s*:.*(?:\r\n|\r|\n)+(?:\s*(?:#.*)?(?:\r\n|\r|\n))*\s*crawl-delay\s*:[^\r\n]*(?:\r\n|\r|\n)+(?:\s*(?:#.*)?(?:\r\n|\r|\n))*\s*user-agent/im.test(
      text,
    )
  )
    return "a delay stands alone in its group, which the RFC would join with the group below";
  if (/^\s*(?:useragent|user agent|dis+alow|dissallow)\s*:/im.test(text))
    return "misspelt fields are obeyed as they were meant";
  return null;
}

/** The encoding that each file of text is in; `stripped`, its declarations are made unreadable. */
function charsets(stripped: boolean): Score {
  const score = new Score(stripped ? "charset, undeclared" : "charset");
  const folder = join(peers, "charset");
  for (const encoding of readdirSync(folder))
    for (const name of readdirSync(join(folder, encoding))) {
      const file = readFileSync(join(folder, encoding, name));
      const bytes = stripped ? withoutDeclarations(file) : file;
      const { encoding: got, text } = decodePage(bytes, null);
      const mark = [...bytes.subarray(0, 2)];
      const wide = mark[0] === 0xfe ? "utf-16be" : "utf-16le";
      const expected = encoding === "UTF-16" ? wide : standard(encoding);
      score.judge(`${encoding}/${name}`, expected, text.includes("\ufffd") ? `${got}, with faults` : got);
    }
  return score;
}

function withoutDeclarations(bytes: Buffer): Buffer {
  const text = bytes
    .toString("latin1")
    .replace(/(?:charset|encoding)\s*=/gi, (found) => "-".repeat(found.length));
  return Buffer.from(text, "latin1");
}

/** GB2312 is read as the GB18030 that holds it; a signature is taken off. */
function standard(encoding: string): string {
  const name = new TextDecoder(encoding.replace(/-sig$/, "")).encoding;
  return name === "gbk" ? "gb18030" : name;
}

/** How the HTML standard finds a declaration; without one, western pages default to windows-1252, ours to UTF-8. */
function declarations(): Score {
  const score = new Score("html5lib-encoding");
  for (const file of readdirSync(join(peers, "html5lib-encoding"))) {
    const cases = readFileSync(join(peers, "html5lib-encoding", file), "latin1")
      .split(/^#data\n/m)
      .slice(1);
    for (const [n, part] of cases.entries()) {
      const [data = "", named = ""] = part.split(/\n#encoding\n/);
      const bytes = Buffer.from(data, "latin1");
      const name = `${file}#${n + 1}`;
      const { encoding } = decodePage(bytes, null);
      const expected = standard(named.trim().split("\n")[0] ?? "");
      if (encoding === "utf-8" && expected !== "utf-8" && isUtf8(bytes) && bytes.some((byte) => byte > 0x7f))
        score.leave(name, "its bytes are UTF-8 under another name, and outrank it");
      else
        score.judge(
          name,
          expected,
          encoding === "utf-8" && expected === "windows-1252" ? expected : encoding,
        );
    }
  }
  return score;
}

function isUtf8(bytes: Uint8Array): boolean {
  return !new TextDecoder("utf-8").decode(bytes).includes("\ufffd");
}

interface TimeCase {
  readonly text: string;
  /** A time, or what is known beforehand and then what is meant. */
  readonly expected: string | readonly [unknown, { readonly type: string; readonly time: unknown }];
}

/** A whole printed day is read; whatever else speaks of time is never taken for one. */
function chineseTime(): Score {
  const score = new Score("chinese-time");
  const lines = readFileSync(join(peers, "chinese-time/time_parser_cases.jsonl"), "utf8").split("\n");
  for (const { text, expected } of lines.filter(Boolean).map((line) => JSON.parse(line) as TimeCase)) {
    const got = printedDateIn(text)?.day ?? null;
    const { type, time } =
      typeof expected === "string" ? { type: "time_point", time: [expected, expected] } : expected[1];
    const [from, to] = Array.isArray(time) ? time.map((end) => String(end).slice(0, 10)) : [];
    const whole = /\d{4}-\d{2}-\d{2}|[\d零〇○一二三四五六七八九]{2,4}年.{1,3}月.{1,3}[日号]/.test(text);
    if (got !== null && !(from !== undefined && to !== undefined && got >= from && got <= to))
      score.judge(text, from ?? null, got);
    else if (type === "time_point" && whole && from === to) score.judge(text, from, got);
    else score.leave(text, type === "time_delta" ? "a length of time, no day" : whyNoDay(text));
  }
  return score;
}

function whyNoDay(text: string): string {
  if (/农历|腊月|正月|闰|初|廿|春节|元宵|端午|七夕|芒种/.test(text)) return "of the lunar calendar";
  if (/节|国庆|元旦|十一$/.test(text)) return "a holiday";
  if (/[前后去今明]|未来|过去|以来|以内|内$/.test(text)) return "counted from another day";
  if (/到|至|[-－~]|季|旬|半年|上午|月$|个月$|春$/.test(text)) return "a span of days";
  return "a day without its year";
}

function challenges(): Score {
  const score = new Score("antibot");
  for (const name of readdirSync(join(peers, "antibot"))) {
    const html = readFileSync(join(peers, "antibot", name), "utf8");
    const status = Number(/\d{3}/.exec(name)?.[0] ?? 200);
    for (const under of [status, 200])
      score.judge(`${name} under ${under}`, "blocked", notAPage(new PageDocument(html, null), under));
  }
  return score;
}
