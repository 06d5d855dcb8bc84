import path from "node:path";
import type { RecordedPage } from "../api/dependencies.ts";
import { answerFrom } from "../crawler/answer.ts";
import { decodePage } from "../crawler/decode.ts";
import { parseHtml } from "../crawler/dom.ts";
import { datastoreIn, datastoreMarkup } from "../crawler/families/jcms.ts";
import { linesOf } from "../crawler/read-lines.ts";
import { shownOnRecord } from "../crawler/render-record.ts";
import { viewOf } from "../crawler/render-view.ts";
import { Evidence } from "../crawler/warc.ts";

/** Files whose index is kept in memory. */
const MOST_OPEN = 4;
const MARKUP = /html/i;
const TEXT = /^(?:text\/|application\/(?:json|javascript|xml|[\w.+-]+\+xml)\b)/i;

/** The evidence of the patrols in a data folder, to be read page by page. */
export interface EvidenceFiles {
  /** null where the patrol left no evidence here, or it holds no answer of that address with that digest. */
  pageOf(patrolId: string, url: string, sha256: string): Promise<RecordedPage | null>;
  /** What that page looks like, PNG; null where no picture of it is on record. */
  viewOf(patrolId: string, url: string, sha256: string): Promise<Uint8Array | null>;
  close(): Promise<void>;
}

interface OpenFile {
  readonly evidence: Promise<Evidence | null>;
  /** Ends with the last reading begun so far: a file is not closed under a reader. */
  readers: Promise<unknown>;
}

export function evidenceFiles(dataDir: string): EvidenceFiles {
  const open = new Map<string, OpenFile>();
  return {
    pageOf: (patrolId, url, sha256) => readFrom(patrolId, (evidence) => recordedPage(evidence, url, sha256)),
    viewOf: (patrolId, url, sha256) => readFrom(patrolId, (evidence) => viewOf({ url, sha256 }, evidence)),
    async close() {
      await Promise.all([...open.keys()].map(closeFile));
    },
  };

  function readFrom<T>(patrolId: string, read: (evidence: Evidence) => Promise<T | null>): Promise<T | null> {
    const file = fileOf(patrolId);
    const found = file.evidence.then((evidence) => (evidence ? read(evidence) : null));
    file.readers = Promise.allSettled([file.readers, found]);
    return found;
  }

  /** The last used stands last. */
  function fileOf(patrolId: string): OpenFile {
    const known = open.get(patrolId);
    open.delete(patrolId);
    const [oldest] = open.keys();
    if (!known && open.size >= MOST_OPEN && oldest !== undefined) void closeFile(oldest);
    const file = known ?? { evidence: loaded(patrolId), readers: Promise.resolve() };
    open.set(patrolId, file);
    // A file that is not there yet, or was cut off, is looked for again.
    file.evidence.then(
      (evidence) => evidence ?? open.delete(patrolId),
      () => open.delete(patrolId),
    );
    return file;
  }

  async function loaded(patrolId: string): Promise<Evidence | null> {
    const file = path.join(dataDir, "patrols", patrolId, "evidence.warc.gz");
    return Evidence.load(file).catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return null;
      throw error;
    });
  }

  async function closeFile(patrolId: string): Promise<void> {
    const file = open.get(patrolId);
    open.delete(patrolId);
    await file?.readers;
    const evidence = await file?.evidence.catch(() => null);
    await evidence?.close();
  }
}

async function recordedPage(evidence: Evidence, url: string, digest: string): Promise<RecordedPage | null> {
  const recorded = await evidence.recordedBytes(url, digest);
  if (recorded?.kind !== "response") return renderedPage(evidence, url, digest);
  const { status, fetchedAt, sha256, headers, body } = recorded;
  const answer = await answerFrom(recorded);
  // An answer that cannot be read, or says that there is nothing, is shown as it came.
  const bytes = answer.ok && answer.location === null ? answer.body : body;
  const contentType = headers["content-type"] ?? null;
  const page = { bytes, contentType, status, fetchedAt, sha256 };
  const isMarkup = contentType === null || MARKUP.test(contentType);
  if (bytes === body && headers["content-encoding"] !== undefined && bytes.length > 0)
    return { ...page, encoding: null, lines: null };
  if (!isMarkup && !TEXT.test(contentType ?? "")) return { ...page, encoding: null, lines: null };
  const { text, encoding } = decodePage(bytes, contentType);
  const lines = isMarkup ? shownLines(text) : text.split(/\r?\n/);
  return { ...page, encoding, lines: lines.filter((line) => line.trim() !== "") };
}

/** What a browser showed of an address. */
async function renderedPage(evidence: Evidence, url: string, digest: string): Promise<RecordedPage | null> {
  const shown = await shownOnRecord(url, digest, evidence);
  if (!shown) return null;
  const { status, fetchedAt, sha256 } = shown.page;
  return {
    bytes: new TextEncoder().encode(shown.html),
    contentType: "text/html; charset=utf-8",
    encoding: "utf-8",
    lines: shownLines(shown.html).filter((line) => line.trim() !== ""),
    status,
    fetchedAt,
    sha256,
  };
}

/** What a reader sees; the list that a script would draw from data within the page stands last. */
function shownLines(markup: string): string[] {
  const data = datastoreIn(markup);
  return [markup, data ? datastoreMarkup(data) : ""].flatMap((part) =>
    linesOf(parseHtml(part))
      .lines.filter((line) => !line.block.hidden)
      .map((line) => line.text),
  );
}
