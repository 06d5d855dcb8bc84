import { createHash } from "node:crypto";
import { crc32, inflateRawSync } from "node:zlib";

/** One record of a WARC file: its header by lower-case name, and its block. */
export interface IsoRecord {
  readonly at: number;
  readonly type: string;
  readonly header: ReadonlyMap<string, string>;
  readonly block: Buffer;
}

/** What ISO 28500:2017 (WARC 1.1) finds at fault in a file. It knows the standard alone, and nothing of who wrote it. */
export interface WarcCheck {
  readonly records: readonly IsoRecord[];
  /** Each with the offset of the record that it is about; empty for a file without fault. */
  readonly faults: readonly string[];
}

const TYPES = [
  "warcinfo",
  "response",
  "resource",
  "request",
  "metadata",
  "revisit",
  "conversion",
  "continuation",
];
const WITH_TARGET = ["response", "resource", "request", "revisit", "conversion", "continuation"];
const SINGLE_MEMBER = "one record to a gzip member";
const IDENTICAL = /\/warc\/1\.[01]\/revisit\/identical-payload-digest$/;
const NOT_MODIFIED = /\/warc\/1\.[01]\/revisit\/server-not-modified$/;
const LINK = /^<[a-z][a-z\d+.-]*:[^\s<>]+>$/;

export function checkWarc(file: Buffer): WarcCheck {
  const faults: string[] = [];
  const records: IsoRecord[] = [];
  const say = (at: number, what: string) => faults.push(`${at}: ${what}`);
  for (let at = 0; at < file.length; ) {
    const member = memberAt(file, at);
    if (!member) {
      say(at, "no whole gzip member begins here");
      break;
    }
    const record = recordIn(member.bytes, at, (what) => say(at, what));
    if (record) records.push(record);
    at += member.length;
  }
  if (records[0] && records[0].type !== "warcinfo") say(0, "the file does not begin with its warcinfo");
  const byId = new Map<string, IsoRecord>();
  for (const record of records) {
    const id = record.header.get("warc-record-id") ?? "";
    if (byId.has(id)) say(record.at, `record id ${id} stands twice`);
    byId.set(id, record);
  }
  for (const record of records) {
    const about = (what: string) => say(record.at, what);
    checkFields(record, about);
    checkDigests(record, about);
    checkHttp(record, about);
    checkLinks(record, byId, records, about);
  }
  return { records, faults };
}

function memberAt(file: Buffer, at: number): { readonly bytes: Buffer; readonly length: number } | null {
  if (file[at] !== 0x1f || file[at + 1] !== 0x8b || file[at + 2] !== 8) return null;
  const flags = file[at + 3] ?? 0;
  let start = at + 10;
  if (flags & 4) start += 2 + file.readUInt16LE(start);
  for (const flag of [8, 16]) if (flags & flag) start = file.indexOf(0, start) + 1;
  if (flags & 2) start += 2;
  try {
    const { buffer, engine } = inflateRawSync(file.subarray(start), { info: true }) as unknown as {
      readonly buffer: Buffer;
      readonly engine: { readonly bytesWritten: number };
    };
    const end = start + engine.bytesWritten;
    const whole =
      file.readUInt32LE(end) === crc32(buffer) && file.readUInt32LE(end + 4) === buffer.length % 2 ** 32;
    return whole ? { bytes: buffer, length: end + 8 - at } : null;
  } catch {
    return null;
  }
}

function recordIn(bytes: Buffer, at: number, say: (what: string) => void): IsoRecord | null {
  const end = bytes.indexOf("\r\n\r\n");
  const [version, ...lines] = utf8(bytes.subarray(0, Math.max(end, 0)), say).split("\r\n");
  if (version !== "WARC/1.1") say(`begins with ${JSON.stringify(version)}`);
  if (end < 0) return null;
  const header = new Map<string, string>();
  for (const line of lines) {
    const field = /^([!#$%&'*+.^_`|~\w-]+):[ \t]*(\S.*?)?[ \t]*$/.exec(line);
    const name = field?.[1]?.toLowerCase();
    if (name === undefined) say(`no header field: ${line}`);
    else if (header.has(name) && name !== "warc-concurrent-to") say(`${name} stands twice`);
    else header.set(name, field?.[2] ?? "");
  }
  const length = Number(
    /^\d+$/.test(header.get("content-length") ?? "") ? header.get("content-length") : Number.NaN,
  );
  const block = bytes.subarray(end + 4, end + 4 + length);
  const behind = bytes.subarray(end + 4 + length);
  if (block.length !== length) say(`content-length is ${length}, and ${block.length} bytes are there`);
  if (!behind.equals(Buffer.from("\r\n\r\n")))
    say(`${behind.length} bytes follow the block: ${SINGLE_MEMBER}`);
  return { at, type: header.get("warc-type") ?? "", header, block };
}

function checkFields({ type, header, block }: IsoRecord, say: (what: string) => void): void {
  for (const name of ["warc-record-id", "content-length", "warc-date", "warc-type"])
    if (!header.get(name)) say(`no ${name}`);
  if (!TYPES.includes(type)) say(`unknown type ${type}`);
  if (!LINK.test(header.get("warc-record-id") ?? "")) say("its id is no address in brackets");
  if (!isInstant(header.get("warc-date"))) say(`warc-date ${header.get("warc-date")}`);
  const target = header.get("warc-target-uri");
  if (target === undefined && WITH_TARGET.includes(type)) say("no warc-target-uri");
  if (target !== undefined && type === "warcinfo") say("a warcinfo has a target");
  if (target !== undefined && (!/^[a-z][a-z\d+.-]*:[!-;=?-~]+$/i.test(target) || !URL.canParse(target)))
    say(`warc-target-uri ${target}`);
  if (block.length > 0 && !header.get("content-type")) say("no content-type");
  if (header.has("warc-filename") && type !== "warcinfo") say("warc-filename outside a warcinfo");
  const truncated = header.get("warc-truncated");
  if (truncated !== undefined && !/^(?:length|time|disconnect|unspecified)$/.test(truncated))
    say(`warc-truncated ${truncated}`);
  if (type === "warcinfo" && header.get("content-type") === "application/warc-fields")
    for (const line of block.toString().split("\r\n"))
      if (line !== "" && !/^[\w-]+:[ \t]*\S/.test(line)) say(`no field of a warcinfo: ${line}`);
}

function isInstant(text = ""): boolean {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/.test(text) && !Number.isNaN(Date.parse(text));
}

function checkDigests(record: IsoRecord, say: (what: string) => void): void {
  const { header, block, type } = record;
  const payload = payloadOf(record);
  // A revisit's payload is the one that it refers to.
  const checked = {
    "warc-block-digest": block,
    ...(type === "revisit" ? {} : { "warc-payload-digest": payload }),
  };
  for (const [name, bytes] of Object.entries(checked)) {
    const digest = header.get(name);
    if (digest !== undefined && !isDigestOf(digest, bytes)) say(`${name} is not that of its bytes`);
  }
}

function isDigestOf(written: string, bytes: Buffer): boolean {
  const [, algorithm = "", value = ""] = /^(sha1|sha256|sha512|md5):([\w=]+)$/i.exec(written) ?? [];
  if (algorithm === "") return false;
  const digest = createHash(algorithm.toLowerCase()).update(bytes).digest();
  return value.toLowerCase() === digest.toString("hex") || value.replace(/=+$/, "") === base32(digest);
}

function base32(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  return (bits.match(/.{1,5}/g) ?? [])
    .map((five) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[Number.parseInt(five.padEnd(5, "0"), 2)])
    .join("");
}

function payloadOf({ header, block }: IsoRecord): Buffer {
  if (!/^application\/http\b/i.test(header.get("content-type") ?? "")) return block;
  const end = block.indexOf("\r\n\r\n");
  return end < 0 ? Buffer.alloc(0) : block.subarray(end + 4);
}

function checkHttp(record: IsoRecord, say: (what: string) => void): void {
  const { header, type, block } = record;
  const http = /^application\/http;\s*msgtype=(request|response)$/i.exec(
    header.get("content-type") ?? "",
  )?.[1];
  if (http === undefined) return;
  if (http !== (type === "request" ? "request" : "response")) say(`a ${type} that is an HTTP ${http}`);
  const end = block.indexOf("\r\n\r\n");
  if (end < 0) {
    say("the HTTP message's head has no end");
    return;
  }
  const [first = "", ...lines] = block.subarray(0, end).toString("latin1").split("\r\n");
  const line = http === "request" ? /^[A-Z]+ \S+ HTTP\/1\.[01]$/ : /^HTTP\/1\.[01] \d{3}(?: .*)?$/;
  if (!line.test(first)) say(`HTTP begins with ${JSON.stringify(first)}`);
  const fields = new Map<string, string>();
  for (const field of lines) {
    const found = /^([!#$%&'*+.^_`|~\w-]+):(.*)$/.exec(field);
    if (!found?.[1]) say(`no HTTP field: ${field}`);
    else fields.set(found[1].toLowerCase(), (found[2] ?? "").trim());
  }
  const length = fields.get("content-length");
  const carries = (type === "request" || type === "response") && !/^HTTP\/1\.[01] 304/.test(first);
  if (
    carries &&
    length !== undefined &&
    !header.has("warc-truncated") &&
    Number(length) !== block.length - end - 4
  )
    say(`HTTP's content-length is ${length}, and ${block.length - end - 4} bytes are there`);
  if (
    /chunked/i.test(fields.get("transfer-encoding") ?? "") &&
    carries &&
    !/^[\da-f]+/i.test(block.subarray(end + 4).toString("latin1", 0, 8))
  )
    say("said to be chunked, and is not");
}

function checkLinks(
  { header, type, at }: IsoRecord,
  byId: ReadonlyMap<string, IsoRecord>,
  records: readonly IsoRecord[],
  say: (what: string) => void,
): void {
  for (const name of ["warc-concurrent-to", "warc-refers-to", "warc-warcinfo-id"]) {
    const id = header.get(name);
    const other = id === undefined ? null : byId.get(id);
    if (other === undefined) say(`${name} names a record that is not there`);
    else if (
      other &&
      name === "warc-concurrent-to" &&
      other.header.get("warc-date") !== header.get("warc-date")
    )
      say("it is concurrent to a record of another time");
  }
  if (type !== "revisit") return;
  const profile = header.get("warc-profile") ?? "";
  if (!IDENTICAL.test(profile) && !NOT_MODIFIED.test(profile)) say(`warc-profile ${profile}`);
  const digest = header.get("warc-payload-digest");
  if (IDENTICAL.test(profile) && !digest) say("no payload digest to revisit by");
  const uri = header.get("warc-refers-to-target-uri");
  const date = header.get("warc-refers-to-date");
  if ((uri === undefined) !== (date === undefined)) say("refers to an address or a time alone");
  if (uri === undefined && !header.has("warc-refers-to")) say("refers to nothing");
  const original = records.find(
    (record) =>
      record.at < at &&
      record.type === "response" &&
      record.header.get("warc-target-uri") === uri &&
      record.header.get("warc-date") === date,
  );
  if (uri !== undefined && !original) say(`what it revisits is not in the file: ${uri} ${date}`);
  else if (original && digest && original.header.get("warc-payload-digest") !== digest)
    say("what it revisits has another payload");
}

function utf8(bytes: Buffer, say: (what: string) => void): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    say("its header is no UTF-8");
    return bytes.toString("latin1");
  }
}
