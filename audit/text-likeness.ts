/** What of a text is compared. Beyond it a text is long enough to be known by its beginning. */
const MOST_LETTERS = 20_000;
const SHINGLE = 4;
const BINS = 32;
const EMPTY = 0xffffffff;

/** The letters of a text: without white space and marks, in one width; figures and days left out. */
export function lettersOf(text: string): string {
  return text
    .slice(0, MOST_LETTERS)
    .normalize("NFKC")
    .replace(/\d[\d,.]*/g, "")
    .replace(/[\p{P}\p{S}\p{Z}\s]+/gu, "");
}

/** Whether a text has so many letters; as a rule its beginning tells. */
export function hasLetters(text: string, least: number): boolean {
  return lettersOf(text.slice(0, 2 * least)).length >= least || lettersOf(text).length >= least;
}

/**
 * Marks under which texts that are alike come together: two texts that share nine of ten shingles bear one
 * mark in common but for one in a billion, unlike ones hardly ever. Linear in the length of the text.
 */
export function likenessMarks(letters: string): readonly string[] {
  // One permutation: each shingle falls into one bin, of which the least counts.
  const least = new Uint32Array(BINS).fill(EMPTY);
  for (const hash of shinglesOf(letters)) {
    const bin = hash % BINS;
    const rank = Math.floor(hash / BINS);
    if (rank < (least[bin] ?? EMPTY)) least[bin] = rank;
  }
  const marks: string[] = [];
  for (let bin = 0; bin < BINS; bin += 2) marks.push(`${bin}:${least[bin]}:${least[bin + 1]}`);
  return marks;
}

/** A mark that the very same letters bear, and hardly any others. Linear in the length of the text. */
export function wholeMark(letters: string): string {
  let [hash, other] = [2166136261, 0];
  for (let at = 0; at < letters.length; at++) {
    hash = Math.imul(hash ^ letters.charCodeAt(at), 16777619);
    other = (Math.imul(other, 31) + letters.charCodeAt(at)) | 0;
  }
  return `${letters.length}:${hash}:${other}`;
}

/** How alike two texts are, from 0 to 1: the share of their shingles that both hold (Dice). */
export function likeness(a: string, b: string): number {
  const [of, other] = [new Set(shinglesOf(a)), new Set(shinglesOf(b))];
  if (of.size + other.size === 0) return 0;
  let shared = 0;
  for (const hash of of) if (other.has(hash)) shared += 1;
  return (2 * shared) / (of.size + other.size);
}

/** Hashes of the overlapping runs of letters (FNV-1a, mixed). */
function shinglesOf(letters: string): Uint32Array {
  const hashes = new Uint32Array(Math.max(0, letters.length - SHINGLE + 1));
  for (let at = 0; at < hashes.length; at++) {
    let hash = 2166136261;
    for (let n = at; n < at + SHINGLE; n++) hash = Math.imul(hash ^ letters.charCodeAt(n), 16777619);
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
    hashes[at] = hash ^ (hash >>> 13);
  }
  return hashes;
}
