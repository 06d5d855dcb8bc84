/**
 * The first words of `text` that were decoded by the wrong table: UTF-8 taken for GBK or Latin-1, or GBK for
 * Latin-1. null: none. They are proven by undoing the mistake: what comes out is running Chinese, which
 * rare characters and foreign words never give. Linear in the length of the text.
 */
export function mojibakeIn(text: string): string | null {
  const { pairs, mayBegin } = gbk();
  const asGbk = new Undoing(4);
  const asLatin = new Undoing(2);
  let latinFrom = -1;
  let isIdle = true;
  for (let at = 0; at <= text.length; at++) {
    const unit = at < text.length ? text.charCodeAt(at) : 0;
    // Most letters neither begin anything nor end it.
    if (isIdle && mayBegin[unit] === 0) continue;
    if (isLatin(unit)) {
      if (latinFrom < 0) latinFrom = at;
    } else if (latinFrom >= 0) {
      if (at - latinFrom >= 12 && isGbk(text.slice(latinFrom, at))) return text.slice(latinFrom, at);
      latinFrom = -1;
    }
    const pair = pairs[unit] ?? 0;
    if ((pair > 0xff && asGbk.takes(pair >> 8, at) !== null) || asGbk.takes(pair & 0xff, at) !== null)
      return text.slice(asGbk.from, at + 1);
    if (asLatin.takes(latinByte(unit), at) !== null) return text.slice(asLatin.from, at + 1);
    isIdle = latinFrom < 0 && asGbk.isIdle && asLatin.isIdle;
  }
  return null;
}

/** Takes bytes one by one until `least` characters of Chinese in UTF-8 stand side by side. */
class Undoing {
  /** Where the letter of the first of them stands. */
  from = 0;
  private readonly least: number;
  private count = 0;
  private seen = 0;
  private point = 0;
  private start = 0;

  /** Nothing has begun. */
  get isIdle(): boolean {
    return this.seen === 0 && this.count === 0;
  }

  constructor(least: number) {
    this.least = least;
  }

  /** `from` when there are enough, else null. */
  takes(byte: number, at: number): number | null {
    if (this.seen > 0 && byte >= 0x80 && byte <= 0xbf) {
      this.point = (this.point << 6) | (byte & 0x3f);
      this.seen += 1;
      if (this.seen < 3) return null;
      this.seen = 0;
      if (!isChinese(this.point)) this.count = 0;
      else if (this.count++ === 0) this.from = this.start;
      return this.count >= this.least ? this.from : null;
    }
    if (this.seen > 0 || !isLead(byte)) this.count = 0;
    this.seen = isLead(byte) ? 1 : 0;
    this.point = byte & 0x0f;
    this.start = at;
    return null;
  }
}

/** Whether Chinese in UTF-8 may begin with this byte. */
function isLead(byte: number): boolean {
  return byte >= 0xe2 && byte <= 0xef;
}

/** Characters of which official prose is full, and which wrong decoding hardly ever gives. */
const COMMON = new Set(
  "的一是在不了有和人这中大为上个国以要年会工作市民政局县区镇办公务关于通知开展发布全部门行法律服社保安生产管理建设信息目录文件方案任免公告示第月日及其与对等组织进村单位学校项经济农业教育卫健康财资金",
);

/** The share of common Chinese characters among those of `text` that are not ASCII; 0 where there is none. */
export function commonShare(text: string): number {
  let [all, common] = [0, 0];
  for (const letter of text) {
    if (letter <= "\u007f" || /[\s，。、；：？！“”‘’（）《》]/u.test(letter)) continue;
    all += 1;
    if (COMMON.has(letter)) common += 1;
  }
  return all === 0 ? 0 : common / all;
}

function isChinese(point: number): boolean {
  return (
    (point >= 0x4e00 && point <= 0x9fff) ||
    (point >= 0x3001 && point <= 0x3011) ||
    (point >= 0xff01 && point <= 0xff1f) ||
    (point >= 0x2014 && point <= 0x2026)
  );
}

/**
 * Whether letters of Latin-1 are Chinese in GBK. Rows of ×× and ±± are of too few kinds. A byte may be lost to what
 * leaves out letters that nobody sees (AD is a soft hyphen): the pairs behind it begin one byte later.
 */
function isGbk(letters: string): boolean {
  if (new Set(letters).size < 8) return false;
  const bytes = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
  return [0, 1].some((from) => commonShare(new TextDecoder("gb18030").decode(bytes.subarray(from))) >= 0.15);
}

/** Bytes of Windows-1252 that are no Latin-1, from 0x80 on; a space where there is none. */
const WINDOWS = "€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ";

function latinByte(unit: number): number {
  if (unit <= 0xff) return unit;
  // Œ is the first of them, ™ the last: nothing else need be looked for.
  const place = unit < 0x152 || unit > 0x2122 ? -1 : WINDOWS.indexOf(String.fromCharCode(unit));
  return place < 0 ? 0 : 0x80 + place;
}

interface Gbk {
  /** By code unit, the two bytes that GBK writes it with; 0 where it has none. */
  readonly pairs: Uint16Array;
  /** By code unit, 1 where letters decoded by the wrong table may begin with it. */
  readonly mayBegin: Uint8Array;
}

let table: Gbk | null = null;

function gbk(): Gbk {
  if (table) return table;
  const decoder = new TextDecoder("gb18030");
  const pairs = new Uint16Array(0x10000);
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      // Where there is no such letter the replacement character takes bytes that no UTF-8 has.
      pairs[decoder.decode(Uint8Array.of(lead, trail)).charCodeAt(0)] = (lead << 8) | trail;
    }
  }
  // Windows reads the single byte 0x80 so.
  pairs[0x20ac] = 0x80;
  const mayBegin = Uint8Array.from(pairs, (pair, unit) =>
    isLead(pair >> 8) || isLead(pair & 0xff) || isLatin(unit) ? 1 : 0,
  );
  table = { pairs, mayBegin };
  return table;
}

/** Letters of Latin-1 that stand for a byte of GBK. */
function isLatin(unit: number): boolean {
  return unit >= 0xa1 && unit <= 0xfe;
}
