/** A piece of a line, and whether it is part of the excerpt. */
export interface Piece {
  readonly text: string;
  readonly marked: boolean;
}

/** More places than this are not marked: an excerpt that stands everywhere points at nothing. */
const MOST_PLACES = 50;
/** What may stand between the words of an excerpt on one page and not on the other. */
const SPACE = /[\s\u00a0\u00ad\u200b-\u200f\u2060\u3000\ufeff]/;

/** Shorter words stand anywhere by chance. */
const TELLING_CHARACTERS = 4;

/**
 * The lines with every place of the excerpt marked, however white space and line breaks fall. An excerpt that
 * was put together from several places of the page is marked word by word.
 * @returns Each line's pieces; none is marked where the excerpt is empty or not found.
 */
export function markExcerpt(lines: readonly string[], excerpt: string): Piece[][] {
  const text = lines.join("\n");
  const whole = placesOf(text, excerpt);
  const marked = whole.length > 0 ? whole : wordPlacesOf(text, excerpt);
  let start = 0;
  return lines.map((line) => {
    const pieces = piecesOf(line, start, marked);
    start += line.length + 1;
    return pieces;
  });
}

interface Place {
  readonly from: number;
  readonly to: number;
}

function placesOf(text: string, excerpt: string): Place[] {
  const [bare, at] = squeezed(text);
  const [wanted] = squeezed(excerpt);
  const places: Place[] = [];
  if (wanted === "") return places;
  for (
    let found = bare.indexOf(wanted);
    found >= 0 && places.length < MOST_PLACES;
    found = bare.indexOf(wanted, found + wanted.length)
  ) {
    const from = at[found] ?? 0;
    const last = at[found + wanted.length - 1] ?? from;
    places.push({ from, to: last + 1 });
  }
  return places;
}

function wordPlacesOf(text: string, excerpt: string): Place[] {
  const words = excerpt.split(/\s+/).filter(({ length }) => length >= TELLING_CHARACTERS);
  return [...new Set(words)].flatMap((word) => placesOf(text, word)).sort((a, b) => a.from - b.from);
}

/** The text without white space, and where each of its characters stood. */
function squeezed(text: string): [bare: string, at: number[]] {
  let bare = "";
  const at: number[] = [];
  for (let index = 0; index < text.length; index++) {
    const character = text.charAt(index);
    if (SPACE.test(character)) continue;
    bare += character;
    at.push(index);
  }
  return [bare, at];
}

function piecesOf(line: string, start: number, places: readonly Place[]): Piece[] {
  const pieces: Piece[] = [];
  let done = 0;
  for (const { from, to } of places) {
    const begin = Math.max(from - start, done);
    const end = Math.min(to - start, line.length);
    if (end <= begin) continue;
    if (begin > done) pieces.push({ text: line.slice(done, begin), marked: false });
    pieces.push({ text: line.slice(begin, end), marked: true });
    done = end;
  }
  if (done < line.length) pieces.push({ text: line.slice(done), marked: false });
  return pieces;
}
