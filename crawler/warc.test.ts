import { createReadStream } from "node:fs";
import { mkdtemp, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { WARCParser } from "warcio";
import { checkWarc } from "../test/iso-28500.ts";
import type { Exchange } from "./evidence-record.ts";
import { readLedger } from "./ledger.ts";
import { Evidence } from "./warc.ts";
import { sha256Of } from "./warc-record.ts";

const AT = "2016-12-31T04:00:00.123Z";
const bytes = (text: string) => new TextEncoder().encode(text);
const page = (n: number, body = `<p>${n}</p>`): Exchange => ({
  url: `http://portal.test/${n}.html`,
  form: null,
  status: 200,
  headers: { "content-type": "text/html; charset=utf-8", "transfer-encoding": "chunked" },
  body: bytes(body),
  fetchedAt: AT,
});

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "xuncha-warc-"));
  file = path.join(folder, "evidence.warc.gz");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe("evidence", () => {
  test("gives back what was put in, open or loaded from the file alone", async () => {
    const evidence = await Evidence.open(file);
    await evidence.putResponse(page(1));
    await evidence.putFailure({
      url: "http://portal.test/f",
      form: null,
      reason: "timeout",
      attempts: 3,
      ms: 70,
      at: AT,
    });
    await evidence.putResource("urn:xuncha:portal-file", "application/yaml", bytes("name: 某市"), AT);
    const check = async (from: Evidence) => {
      const recorded = await from.recorded("http://portal.test/1.html");
      if (recorded?.kind !== "response") throw new Error("no response");
      expect(new TextDecoder().decode(recorded.body)).toBe("<p>1</p>");
      expect(recorded.fetchedAt).toBe(AT);
      expect(recorded.status).toBe(200);
      expect(recorded.headers).toEqual({ "content-type": "text/html; charset=utf-8" });
      expect(recorded.sha256).toMatch(/^[\da-f]{64}$/);
      expect(await from.recorded("http://portal.test/f")).toEqual({
        kind: "failure",
        url: "http://portal.test/f",
        form: null,
        reason: "timeout",
        attempts: 3,
        ms: 70,
        at: AT,
      });
      expect(await from.recorded("http://portal.test/2.html")).toBeNull();
      expect(new TextDecoder().decode((await from.resource("urn:xuncha:portal-file")) ?? bytes(""))).toBe(
        "name: 某市",
      );
    };
    await check(evidence);
    await evidence.close();
    const loaded = await Evidence.load(file);
    await check(loaded);
    await loaded.close();
  });

  test("stores equal payloads once and refers to them", async () => {
    const evidence = await Evidence.open(file);
    await evidence.putResponse(page(1, "same"));
    await evidence.putResponse(page(2, "same"));
    await evidence.close();
    expect((await recordsOf(file)).map(({ type }) => type)).toEqual(["warcinfo", "response", "revisit"]);
    const loaded = await Evidence.load(file);
    const second = await loaded.recorded("http://portal.test/2.html");
    expect(second?.kind === "response" && new TextDecoder().decode(second.body)).toBe("same");
    await loaded.close();
  });

  test("keeps apart what different forms brought, whichever way it is opened or put together", async () => {
    const list = (form: string | null, body: string) => ({ ...page(0, body), form });
    const failed = {
      url: page(0).url,
      form: "page=4",
      reason: "timeout",
      attempts: 3,
      ms: 9,
      at: AT,
    } as const;
    const evidence = await Evidence.open(file);
    await evidence.putResponse(list("page=2", "two"));
    await evidence.putResponse(list("page=3", "three"));
    await evidence.putResponse(list("page=5&q=中", "two"));
    await evidence.putResponse(list(null, "first"));
    await evidence.putFailure(failed);
    await check(evidence);
    await evidence.close();
    const resumed = await Evidence.open(file);
    await check(resumed);
    await resumed.close();
    const loaded = await Evidence.load(file);
    await check(loaded);
    const whole = await Evidence.open(path.join(folder, "whole.warc.gz"));
    await whole.absorb(loaded);
    await loaded.close();
    await check(whole);
    await whole.close();
    const again = await Evidence.load(whole.path);
    await check(again);
    await again.close();

    async function check(from: Evidence): Promise<void> {
      const bodyOf = async (form: string | null) => {
        const recorded = await from.recorded(page(0).url, form);
        return recorded?.kind === "response" ? new TextDecoder().decode(recorded.body) : recorded;
      };
      expect(await bodyOf("page=2")).toBe("two");
      expect(await bodyOf("page=3")).toBe("three");
      expect(await bodyOf("page=5&q=中")).toBe("two");
      expect(await bodyOf(null)).toBe("first");
      expect(await bodyOf("page=4")).toEqual({ kind: "failure", ...failed });
      expect(await bodyOf("page=6")).toBeNull();
      expect(from.pages).toBe(4);
      const third = await from.recorded(page(0).url, "page=3");
      const digest = third?.kind === "response" ? third.sha256 : "";
      expect(await from.recordedBytes(page(0).url, digest)).toMatchObject({ sha256: digest, status: 200 });
      expect(await from.recordedBytes(page(1).url, digest)).toBeNull();
    }
  });

  test("an independent reader finds what was posted before what it was answered with", async () => {
    const evidence = await Evidence.open(file);
    await evidence.putResponse({ ...page(1), form: "col=1&page=2" });
    await evidence.putResponse(page(2));
    await evidence.close();
    const records = await recordsOf(file);
    expect(records.map(({ type }) => type)).toEqual(["warcinfo", "request", "response", "response"]);
    expect(records[1]).toMatchObject({
      uri: page(1).url,
      text: "col=1&page=2",
      concurrentTo: records[2]?.id,
    });
  });

  test("keeps what a server says has not changed, as of then, with the bytes of the earlier patrol", async () => {
    const now = "2017-01-14T04:00:00.000Z";
    const word: Exchange = { ...page(1, ""), status: 304, headers: { etag: '"1"' }, fetchedAt: now };
    const check = async (from: Evidence) => {
      for (const [n, text] of [
        [1, "<p>1</p>"],
        [2, "<p>2</p>"],
        [3, "<p>2</p>"],
      ] as const) {
        const url = `http://portal.test/${n}.html`;
        const recorded = await from.recorded(url);
        if (recorded?.kind !== "response") throw new Error("no response");
        expect(new TextDecoder().decode(recorded.body)).toBe(text);
        expect([recorded.status, recorded.fetchedAt]).toEqual([200, n === 2 ? AT : now]);
        // When the bytes came: a later patrol asks by that, and copies them with that date.
        expect(await from.received(url)).toMatchObject({ status: 200, fetchedAt: AT });
      }
      expect(from.pages).toBe(3);
    };
    const evidence = await Evidence.open(file);
    await evidence.putUnmodified(page(1), word);
    await evidence.putResponse(page(2));
    // Its bytes are on record already, but a 304 must refer to a response.
    await evidence.putUnmodified(page(3, "<p>2</p>"), { ...word, url: page(3).url });
    await check(evidence);
    await evidence.close();
    for (const opened of [
      await Evidence.open(file),
      await Evidence.reopen(file),
      await Evidence.load(file),
    ]) {
      await check(opened);
      await opened.close();
    }
    await rm(`${file}.index`);
    const again = await Evidence.reopen(file);
    const other = await Evidence.open(path.join(folder, "other.warc.gz"));
    await other.absorb(again);
    await check(other);
    await again.close();
    await other.close();
    expect(checkWarc(await readFile(file)).faults).toEqual([]);
    expect(checkWarc(await readFile(other.path)).faults).toEqual([]);
  });

  test("a copied response alone is no answer: the server has not spoken yet", async () => {
    const evidence = await Evidence.open(file);
    await evidence.putUnmodified(page(1), { ...page(1, ""), status: 304 });
    await evidence.close();
    const lines = (await readFile(`${file}.index`, "utf8")).trimEnd().split("\n");
    await writeFile(`${file}.index`, `${lines.slice(0, -1).join("\n")}\n`);
    const interrupted = await Evidence.open(file);
    expect(await interrupted.recorded(page(1).url)).toBeNull();
    await interrupted.putFailure({ ...page(1), reason: "timeout", attempts: 1, ms: 1, at: AT });
    await interrupted.close();
    const loaded = await Evidence.load(file);
    expect(await loaded.recorded(page(1).url)).toMatchObject({ kind: "failure", reason: "timeout" });
    await loaded.close();
  });

  test("an independent reader finds whole records with true lengths", async () => {
    const evidence = await Evidence.open(file);
    for (let n = 0; n < 20; n += 1) await evidence.putResponse(page(n, "正文".repeat(n)));
    await evidence.close();
    const records = await recordsOf(file);
    expect(records).toHaveLength(21);
    for (const [n, record] of records.slice(1).entries()) {
      expect(record.uri).toBe(`http://portal.test/${n}.html`);
      expect(record.text).toBe("正文".repeat(n));
    }
  });

  test("cut off anywhere inside its last record it opens at the record before and goes on", async () => {
    const second = { ...page(2), form: "page=2" };
    const evidence = await Evidence.open(file);
    await evidence.putResponse(page(1));
    const whole = evidence.bytes;
    await evidence.putResponse(second);
    const end = evidence.bytes;
    await evidence.close();
    const [content, index] = [await readFile(file), await readFile(`${file}.index`)];
    for (let cut = whole; cut < end; cut += 1) {
      await writeFile(file, content);
      await writeFile(`${file}.index`, index);
      await truncate(file, cut);
      await goesOn();
    }
    const lines = index.toString().trimEnd().split("\n");
    const lastLine = Buffer.byteLength(`${lines.at(-1)}\n`);
    for (let missing = 1; missing <= lastLine; missing += 7) {
      await writeFile(file, content);
      await writeFile(`${file}.index`, index.subarray(0, index.length - missing));
      await goesOn();
    }

    async function goesOn(): Promise<void> {
      const again = await Evidence.open(file);
      expect(await again.recorded(page(1).url)).not.toBeNull();
      expect(await again.recorded(second.url, second.form)).toBeNull();
      await again.putResponse(second);
      await again.close();
      const uris = [null, page(1).url, second.url, second.url];
      expect((await recordsOf(file)).map(({ uri }) => uri)).toEqual(uris);
    }
  });

  test("cut off within a record it is refused, not waited for", async () => {
    const evidence = await Evidence.open(file);
    const whole = evidence.bytes;
    await evidence.putResponse(page(1, Array.from({ length: 4000 }, (_, n) => sha256Of(`${n}`)).join("")));
    await evidence.close();
    await truncate(file, whole + 100_000);
    await expect(Evidence.load(file)).rejects.toThrow("cut off");
    await expect(readLedger(file).next()).rejects.toThrow("cut off");
  });

  test("what is no evidence is refused", async () => {
    await writeFile(file, "not a WARC");
    await expect(Evidence.load(file).then((e) => e.recorded("http://portal.test/"))).resolves.toBeNull();
    await expect(Evidence.load(path.join(folder, "missing"))).rejects.toThrow();
  });
});

async function recordsOf(from: string) {
  const records: {
    readonly type: string | undefined;
    readonly id: string | null;
    readonly uri: string | null;
    readonly concurrentTo: string | null;
    readonly text: string;
  }[] = [];
  for await (const record of new WARCParser(createReadStream(from))) {
    const text = await record.contentText();
    const header = (name: string) => record.warcHeader(name) ?? null;
    const [id, concurrentTo] = [header("WARC-Record-ID"), header("WARC-Concurrent-To")];
    records.push({ type: record.warcType, id, uri: record.warcTargetURI ?? null, concurrentTo, text });
  }
  return records;
}
