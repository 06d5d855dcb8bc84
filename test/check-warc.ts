import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkWarc, type IsoRecord } from "./iso-28500.ts";

// Checks evidence apart from the program that wrote it: by the standard, and by libarchive's reader where it is at hand.
/** Of records in one file for libarchive. */
const MOST_BYTES = 3 * 1024 * 1024;
/** libarchive wants them written like this. */
const NAMES: Readonly<Record<string, string>> = {
  "warc-type": "WARC-Type",
  "warc-date": "WARC-Date",
  "warc-record-id": "WARC-Record-ID",
  "warc-target-uri": "WARC-Target-URI",
  "content-length": "Content-Length",
  "content-type": "Content-Type",
};

const files = process.argv.slice(2);
if (files.length === 0) {
  console.error("usage: npm run check:warc -- FILE…   (FILE: a .warc.gz)");
  process.exit(2);
}
for (const file of files) {
  const { records, faults } = checkWarc(readFileSync(file));
  const counts = new Map<string, number>();
  for (const { type } of records) counts.set(type, (counts.get(type) ?? 0) + 1);
  console.log(
    `${file}: ${records.length} records (${[...counts].map(([type, n]) => `${type} ${n}`).join(", ")})`,
  );
  const libarchive = libarchiveFaults(records);
  for (const fault of [...faults, ...(libarchive ?? [])]) console.log(`  ${fault}`);
  console.log(`  ISO 28500: ${faults.length} faults`);
  console.log(
    libarchive === null
      ? "  libarchive: left out, as bsdtar is not installed (Debian: libarchive-tools)"
      : `  libarchive: ${libarchive.length} faults`,
  );
  if (faults.length > 0 || (libarchive !== null && libarchive.length > 0)) process.exitCode = 1;
}

/**
 * What libarchive's WARC reader lists otherwise than it stands there; null where there is no bsdtar. It knows WARC 1.0
 * alone, whose header differs by its version and whole seconds, and must see a header within one block.
 */
function libarchiveFaults(records: readonly IsoRecord[]): readonly string[] | null {
  if (spawnSync("bsdtar", ["--version"], { stdio: "ignore" }).status !== 0) return null;
  const folder = mkdtempSync(join(tmpdir(), "xuncha-warc-"));
  const faults: string[] = [];
  for (const group of groups(records)) {
    const file = join(folder, "part.warc");
    writeFileSync(file, Buffer.concat(group.map(asVersion10)));
    const { status, stdout, stderr } = spawnSync("bsdtar", ["-b", "8192", "-tvf", file], {
      encoding: "utf8",
      env: { ...process.env, LC_ALL: "C", TZ: "UTC" },
      maxBuffer: 64 * 1024 * 1024,
    });
    if (status !== 0) faults.push(`libarchive: ${stderr.trim().split("\n")[0]}`);
    const listed = stdout
      .split("\n")
      .filter(Boolean)
      .map((line) => Number(line.split(/\s+/)[4]));
    const expected = group.filter(isListed).map(({ block }) => block.length);
    if (listed.join() !== expected.join())
      faults.push(
        `libarchive lists ${listed.length} records of other sizes than the ${expected.length} that are there`,
      );
  }
  rmSync(folder, { recursive: true });
  return faults;
}

/** It lists what has the address of a file. */
function isListed({ type, header }: IsoRecord): boolean {
  return (
    (type === "response" || type === "resource") &&
    /^(?:file|https?|ftp):\/\/[^/]+\/.*[^/]$/.test(header.get("warc-target-uri") ?? "")
  );
}

function groups(records: readonly IsoRecord[]): readonly (readonly IsoRecord[])[] {
  const all: IsoRecord[][] = [[]];
  let bytes = 0;
  for (const record of records) {
    bytes += record.block.length + 2000;
    if (bytes > MOST_BYTES) {
      all.push([]);
      bytes = record.block.length + 2000;
    }
    all.at(-1)?.push(record);
  }
  return all.filter((group) => group.length > 0);
}

function asVersion10({ header, block }: IsoRecord): Buffer {
  const lines = [...header].map(
    ([name, value]) =>
      `${NAMES[name] ?? name}: ${name === "warc-date" ? value.replace(/\.\d+Z$/, "Z") : value}\r\n`,
  );
  return Buffer.concat([Buffer.from(`WARC/1.0\r\n${lines.join("")}\r\n`), block, Buffer.from("\r\n\r\n")]);
}
