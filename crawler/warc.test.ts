import { createReadStream } from "node:fs";
import { mkdtemp, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { WARCParser } from "warcio";
import { Evidence, type Exchange } from "./warc.ts";

const AT = "2016-12-31T04:00:00.123Z";
const bytes = (text: string) => new TextEncoder().encode(text);
const page = (n: number, body = `<p>${n}</p>`): Exchange => ({
  url: `http://portal.test/${n}.html`,
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
    const evidence = await Evidence.open(file);
    await evidence.putResponse(page(1));
    const whole = evidence.bytes;
    await evidence.putResponse(page(2));
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
      expect(await again.recorded(page(2).url)).toBeNull();
      await again.putResponse(page(2));
      await again.close();
      expect((await recordsOf(file)).map(({ uri }) => uri)).toEqual([null, page(1).url, page(2).url]);
    }
  });

  test("what is no evidence is refused", async () => {
    await writeFile(file, "not a WARC");
    await expect(Evidence.load(file).then((e) => e.recorded("http://portal.test/"))).resolves.toBeNull();
    await expect(Evidence.load(path.join(folder, "missing"))).rejects.toThrow();
  });
});

async function recordsOf(from: string) {
  const records: { type: string | undefined; uri: string | null; text: string }[] = [];
  for await (const record of new WARCParser(createReadStream(from))) {
    const text = await record.contentText();
    records.push({ type: record.warcType, uri: record.warcTargetURI ?? null, text });
  }
  return records;
}
