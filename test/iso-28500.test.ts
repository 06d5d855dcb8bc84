import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Evidence } from "../crawler/warc.ts";
import { checkWarc } from "./iso-28500.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "xuncha-iso-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe("what xuncha writes", () => {
  test("is without fault by the standard: answers, revisits, forms, failures, resources, interrupted and gone on", async () => {
    const file = path.join(folder, "evidence.warc.gz");
    const at = "2016-12-31T04:00:00.123Z" as const;
    const answer = (n: number, body: string, form: string | null = null) => ({
      url: `http://portal.test/%E6%9F%B3/${n}.html?a=1&b=%20`,
      form,
      status: n === 3 ? 599 : 200,
      headers: {
        "content-type": "text/html",
        "transfer-encoding": "chunked",
        "x-odd": "折叠\r\n injected: 1",
        "set-cookie": "a=1, b=2",
      },
      body: new TextEncoder().encode(body),
      fetchedAt: at,
    });
    const first = await Evidence.open(file);
    await first.putResource(
      "urn:xuncha:portal-file",
      "application/yaml",
      new TextEncoder().encode("name: 某市"),
      at,
    );
    await first.putResponse(answer(1, "<p>正文</p>"));
    await first.putResponse(answer(2, "<p>正文</p>"));
    await first.putResponse(answer(3, ""));
    await first.close();
    const again = await Evidence.open(file);
    await again.putResponse(answer(4, "<datastore/>", "page=1&col=2"));
    await again.putResponse(answer(4, "<datastore/>", "page=2&col=2"));
    await again.putResponse(answer(5, "<p>正文</p>"));
    await again.putFailure({
      url: "http://portal.test/f",
      form: null,
      reason: "timeout",
      attempts: 3,
      ms: 7,
      at,
    });
    await again.close();
    const { records, faults } = checkWarc(await readFile(file));
    expect(faults).toEqual([]);
    expect(records.filter(({ type }) => type === "revisit")).toHaveLength(3);
  });
});

describe("the check itself finds", () => {
  const digest = (text: string) => `sha256:${createHash("sha256").update(text).digest("hex")}`;
  const record = (fields: Record<string, string>, block: string) => {
    const all: Record<string, string> = {
      "WARC-Date": "2016-12-31T04:00:00Z",
      "Content-Type": "text/plain",
      "WARC-Block-Digest": digest(block),
      "Content-Length": String(Buffer.byteLength(block)),
      ...fields,
    };
    const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
    return gzipSync(`WARC/1.1\r\n${lines.join("")}\r\n${block}\r\n\r\n`);
  };
  const id = (n: number) => `<urn:uuid:00000000-0000-4000-8000-00000000000${n}>`;
  const info = record(
    { "WARC-Type": "warcinfo", "WARC-Record-ID": id(0), "Content-Type": "application/warc-fields" },
    "software: none\r\n",
  );
  const page = { "WARC-Type": "resource", "WARC-Record-ID": id(1), "WARC-Target-URI": "http://a.test/" };
  const faultsOf = (...members: Buffer[]) => checkWarc(Buffer.concat([info, ...members])).faults.join("\n");

  test("nothing in a file that is as it should be", () => expect(faultsOf(record(page, "柳"))).toBe(""));

  test.each<[fault: string, members: () => Buffer[]]>([
    ["content-length is 99", () => [record({ ...page, "Content-Length": "99" }, "a")]],
    ["one record to a gzip member", () => [record({ ...page, "Content-Length": "2" }, "abc")]],
    ["no whole gzip member", () => [record(page, "abc").subarray(0, -1)]],
    ["no whole gzip member", () => [Buffer.concat([record(page, "abc"), Buffer.from("x")])]],
    ["warc-block-digest is not that", () => [record({ ...page, "WARC-Block-Digest": digest("b") }, "a")]],
    ["stands twice", () => [record(page, "a"), record(page, "a")]],
    ["no warc-target-uri", () => [record({ "WARC-Type": "resource", "WARC-Record-ID": id(1) }, "a")]],
    [
      "warc-target-uri http://a.test/柳 叶",
      () => [record({ ...page, "WARC-Target-URI": "http://a.test/柳 叶" }, "a")],
    ],
    ["warc-date 2016", () => [record({ ...page, "WARC-Date": "2016-12-31 04:00" }, "a")]],
    ["unknown type page", () => [record({ ...page, "WARC-Type": "page" }, "a")]],
    ["its id is no address", () => [record({ ...page, "WARC-Record-ID": "1" }, "a")]],
    ["names a record that is not there", () => [record({ ...page, "WARC-Concurrent-To": id(9) }, "a")]],
    ["refers to nothing", () => [record({ ...page, "WARC-Type": "revisit" }, "")]],
    [
      "what it revisits is not in the file",
      () => [
        record(
          {
            ...page,
            "WARC-Type": "revisit",
            "WARC-Profile": "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest",
            "WARC-Payload-Digest": digest("a"),
            "WARC-Refers-To-Target-URI": "http://b.test/",
            "WARC-Refers-To-Date": "2016-12-31T04:00:00Z",
          },
          "",
        ),
      ],
    ],
    [
      "HTTP's content-length is 9",
      () => [
        record(
          { ...page, "WARC-Type": "response", "Content-Type": "application/http; msgtype=response" },
          "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc",
        ),
      ],
    ],
  ])("%s", (fault, members) => expect(faultsOf(...members())).toContain(fault));
});
