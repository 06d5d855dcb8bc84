import { describe, expect, it } from "vitest";
import { decodePage } from "./decode.ts";

const utf8 = (text: string) => new TextEncoder().encode(text);
/** 通知公告 and 政府信息公开 in GB2312, as bytes of a page would be. */
const GB = Uint8Array.of(0xcd, 0xa8, 0xd6, 0xaa, 0xb9, 0xab, 0xb8, 0xe6);
const GB_LONG = Uint8Array.of(
  ...[0xd5, 0xfe, 0xb8, 0xae, 0xd0, 0xc5, 0xcf, 0xa2, 0xb9, 0xab, 0xbf, 0xaa],
  ...[0xcd, 0xa8, 0xd6, 0xaa, 0xb9, 0xab, 0xb8, 0xe6],
);
const BIG5 = Uint8Array.of(0xac, 0x46, 0xa9, 0xb2, 0xa4, 0xbd, 0xb6, 0x7d, 0xb3, 0x71, 0xaa, 0xbe);
/** 镕, which GB2312 lacks, in GBK; 㑇, which GBK lacks, in GB18030. */
const GBK_ONLY = Uint8Array.of(0xe9, 0x46);

function page(head: string, body: Uint8Array): Uint8Array {
  return Uint8Array.of(
    ...utf8(`<html><head>${head}</head><body><p>`),
    ...body,
    ...utf8("</p></body></html>"),
  );
}

function wide(text: string, littleEndian: boolean): Uint8Array {
  const bytes = new Uint8Array(text.length * 2);
  const view = new DataView(bytes.buffer);
  for (let at = 0; at < text.length; at++) view.setUint16(at * 2, text.charCodeAt(at), littleEndian);
  return bytes;
}

describe("decodePage", () => {
  it("believes a byte order mark before anything else", () => {
    const bytes = Uint8Array.of(0xef, 0xbb, 0xbf, ...page('<meta charset="gb2312">', utf8("通知公告")));
    const { text, encoding } = decodePage(bytes, "text/html; charset=gbk");
    expect(encoding).toBe("utf-8");
    expect(text).toContain("通知公告");
    expect(text.startsWith("<html>")).toBe(true);
  });

  it("takes a code of single bytes, as servers name it for whatever they serve, for no declaration", () => {
    const { text } = decodePage(page('<meta charset="gbk">', GB_LONG), "text/html; charset=ISO-8859-1");
    expect(text).toContain("通知公告");
  });

  it("reads gb2312 and gbk as the GB18030 that pages really hold", () => {
    for (const declared of ["gb2312", "GBK", "gb18030"]) {
      const { text, encoding } = decodePage(
        page(`<meta charset=${declared}>`, Uint8Array.of(...GB, ...GBK_ONLY)),
        null,
      );
      expect(encoding).toBe("gb18030");
      expect(text).toContain("通知公告镕");
    }
  });

  it("takes the server's word, and without it the page's own", () => {
    expect(decodePage(page("", GB), "text/html;charset=GB2312").text).toContain("通知公告");
    expect(
      decodePage(page('<meta http-equiv="Content-Type" content="text/html; charset=big5">', BIG5), null).text,
    ).toContain("政府公開通知");
  });

  it("finds a declaration behind a long comment, and none inside a comment", () => {
    const comment = `<!-- ${"x".repeat(6000)} <meta charset="big5"> -->`;
    const { text } = decodePage(page(`${comment}<meta charset="gb2312">`, GB), null);
    expect(text).toContain("通知公告");
  });

  it("does not believe a declaration that the bytes contradict", () => {
    expect(
      decodePage(page('<meta charset="gb2312">', utf8("政府信息公开通知公告")), "text/html; charset=gbk"),
    ).toMatchObject({
      encoding: "utf-8",
    });
    const { text, encoding } = decodePage(
      page('<meta charset="utf-8">', GB_LONG),
      "text/html; charset=utf-8",
    );
    expect(encoding).toBe("gb18030");
    expect(text).toContain("政府信息公开通知公告");
  });

  it("chooses between two contradictory declarations by the bytes", () => {
    const head = '<meta charset="utf-8"><meta http-equiv="Content-Type" content="text/html; charset=gb2312">';
    expect(decodePage(page(head, GB_LONG), null).text).toContain("政府信息公开");
    expect(decodePage(page(head, utf8("政府信息公开")), null).text).toContain("政府信息公开");
  });

  it.each([true, false])(
    "reads UTF-16, marked or not, whatever it declares (little end first: %s)",
    (littleEndian) => {
      const html =
        '<html><meta charset="gb2312"><title>通知公告</title><body><p>政府信息公开</p></body></html>';
      expect(decodePage(wide(`\ufeff${html}`, littleEndian), null).text).toBe(html);
      expect(decodePage(wide(html, littleEndian), "text/html; charset=gb2312").text).toBe(html);
    },
  );

  it("guesses what nothing declares", () => {
    expect(decodePage(page("", GB_LONG), null).encoding).toBe("gb18030");
    expect(decodePage(page("", BIG5), null).encoding).toBe("big5");
    expect(decodePage(page("", utf8("通知公告")), null).encoding).toBe("utf-8");
  });

  it("keeps a page whose last character was cut off", () => {
    const whole = page("", utf8("政府信息公开通知公告"));
    const { text, encoding } = decodePage(whole.subarray(0, whole.length - 20), null);
    expect(encoding).toBe("utf-8");
    expect(text).toContain("政府信息公开");
  });

  it.each([
    ['<meta charset="big5">', "big5"],
    ['<meta http-equiv="Content-Type" content="text/html; charset=big5">', "big5"],
    ['<p title="<meta charset=big5>">', "utf-8"],
    ['<meta name="note" content="charset=big5">', "utf-8"],
    ['<metacharset="big5">', "utf-8"],
    ['<meta charset="big5', "utf-8"],
  ])("reads %s as browsers do", (head, encoding) => {
    expect(decodePage(page(head, utf8("Notice")), null).encoding).toBe(encoding);
  });

  it("tries a declaration that browsers ignore where the bytes need one", () => {
    const { text } = decodePage(page('<meta content="text/html; charset=gb2312">', GB), null);
    expect(text).toContain("通知公告");
  });

  it("never fails on unknown names or on no bytes at all", () => {
    expect(decodePage(new Uint8Array(), "text/html; charset=klingon")).toEqual({
      text: "",
      encoding: "utf-8",
    });
    expect(decodePage(page('<meta charset="unicode">', GB_LONG), null).encoding).toBe("gb18030");
  });
});
