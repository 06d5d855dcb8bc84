import { describe, expect, test } from "vitest";
import { commonShare, mojibakeIn } from "./mojibake.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
/** UTF-8 that was decoded by a table of other bytes. */
const taken = (text: string, table: string) => new TextDecoder(table).decode(bytes(text));
const latin = (of: Uint8Array) => String.fromCharCode(...of);
/** What browsers make of the bytes from 0x80 to 0x9f in Windows-1252. */
const WINDOWS = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";
const windows = (of: Uint8Array) =>
  latin(of).replace(/[\u0080-\u009f]/g, (letter) => WINDOWS.charAt(letter.charCodeAt(0) - 0x80));
/** 市民政局召开会议部署工作 in GBK. */
const GBK = Uint8Array.from("cad0c3f1d5febed6d5d9bfaabbe1d2e9b2bfcaf0b9a4d7f7".match(/../g) ?? [], (pair) =>
  Number.parseInt(pair, 16),
);

describe("mojibakeIn", () => {
  test.each([
    "12月30日，市民政局召开全市养老服务工作会议。",
    "锟斤拷烫烫烫屯屯屯是乱码的样子",
    "龘靐齉爩鱻麤龗灪龖厵",
    "Café, naïve, Ångström, Müller, señor; 20 °C ± 1, 3 × 4 ÷ 2",
    "×××××××××××××××××××× ±±±±±±±±±±±±±±±±",
    "繁體中文也不是亂碼，銀髮服務據點",
    "日本語のテキスト、한국어 텍스트",
    "拼音：hé dé lé、né né né，é  é  é  é",
    "éééééééééé âââââââââ",
    "目录……………………3，说明„…………‰",
    "Õ¾¾Õ¾¾Õ¾¾",
    "",
    "plain",
  ])("nothing is wrong with: %s", (text) => expect(mojibakeIn(text)).toBeNull());

  test("UTF-8 taken for GBK, for Latin-1, for Windows-1252: from its first letter on, wherever it stands", () => {
    for (const text of ["市民政局召开会议", "全市养老服务工作会议部署任务", "关于做好防汛工作的通知"]) {
      for (const garbled of [taken(text, "gb18030"), latin(bytes(text)), windows(bytes(text))]) {
        for (const before of ["", "说明：", "abc 12 ", "养老服务。"]) {
          const found = mojibakeIn(`${before}${garbled}\n以上。`);
          expect([garbled, found]).not.toEqual([garbled, null]);
          expect(garbled.startsWith(found ?? "-")).toBe(true);
        }
      }
    }
  });

  test("so few letters may stand so by chance", () => {
    const gbk = (letters: number) => mojibakeIn(taken("工作会议任务".slice(0, letters), "gb18030"));
    expect([gbk(2), gbk(3)]).toEqual([null, null]);
    // Four characters in UTF-8 are six letters of GBK.
    const garbled = taken("工作会议任务", "gb18030");
    expect([gbk(4), gbk(6)]).toEqual([garbled.slice(0, 6), garbled.slice(0, 6)]);
    const ofLatin = (letters: number) => mojibakeIn(latin(bytes("会议任务".slice(0, letters))));
    expect(ofLatin(1)).toBeNull();
    expect(ofLatin(2)).toBe(latin(bytes("会议")));
  });

  test("letters that an unbroken text parts are no text", () => {
    const one = latin(bytes("会"));
    expect(mojibakeIn(`${one} ${one}x${one}`)).toBeNull();
    expect(mojibakeIn(`${one}${one.slice(0, 2)}${one}`)).toBeNull();
  });

  test.each(["一一", "和和", "院院", "——", "……", "“”", "、、", "。》", "】】", "！！", "（１）：", "？？"])(
    "what comes out is Chinese: %s",
    (text) => {
      for (const garbled of [latin(bytes(text)), windows(bytes(text))])
        expect(mojibakeIn(`甲 ${garbled} 乙`)).toBe(garbled.slice(0, 6));
    },
  );

  test.each(["ทดสอบภาษาไทย", "ひらがなだけ", "한국어", "ﾊﾝｶｸ", "★★☆☆", "‐‐‐‐", "ＡＢＣ"])(
    "what comes out is none: %s",
    (text) => expect(mojibakeIn(latin(bytes(text)))).toBeNull(),
  );

  test("GBK taken for Latin-1: twelve letters of eight kinds, and common ones", () => {
    expect(mojibakeIn(`甲乙 ${latin(GBK)} 丙`)).toBe(latin(GBK));
    expect(mojibakeIn(latin(GBK))).toBe(latin(GBK));
    // One byte was lost with what nobody sees.
    const lame = latin(GBK).replace(/^(.{3})./, "$1");
    expect(mojibakeIn(lame)).toBe(lame);
    expect(mojibakeIn(`标题：${latin(GBK)}，完`)).toBe(latin(GBK));
    const quoted = latin(Uint8Array.of(0xa1, 0xb6, ...GBK));
    expect(mojibakeIn(`标题：${quoted}`)).toBe(quoted);
    expect(mojibakeIn(`é 甲乙丙丁戊己庚辛壬癸 ${latin(GBK)}`)).toBe(latin(GBK));
    // 市民政局市民 is of eight kinds.
    const eight = latin(Uint8Array.of(...GBK.subarray(0, 8), ...GBK.subarray(0, 4)));
    expect(mojibakeIn(eight)).toBe(eight);
    expect(mojibakeIn(latin(GBK.subarray(0, 12)))).toBe(latin(GBK.subarray(0, 12)));
    expect(mojibakeIn(latin(GBK.subarray(0, 10)))).toBeNull();
    expect(mojibakeIn(latin(GBK.subarray(0, 6)).repeat(3))).toBeNull();
    const short = latin(GBK.subarray(0, 10));
    expect(mojibakeIn(`甲乙丙丁戊己庚辛：${short}`)).toBeNull();
    // Rare characters throughout.
    const rare = latin(Uint8Array.from({ length: 24 }, (_, at) => (at % 2 === 0 ? 0xf7 : 0xa1 + at)));
    expect(mojibakeIn(rare)).toBeNull();
    expect(mojibakeIn(`${short} ${rare}`)).toBeNull();
  });
});

describe("commonShare", () => {
  test.each([
    ["", 0],
    ["abc 123", 0],
    ["，。“”（）《》", 0],
    ["市民政局", 1],
    ["市 a1，民。", 1],
    ["市龘", 0.5],
    ["龘靐", 0],
    ["é的", 0.5],
  ])("%s: %d", (text, share) => expect(commonShare(text)).toBe(share));
});
