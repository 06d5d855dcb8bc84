import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { articleJson, readArticle } from "./article-page.ts";
import { decodePage } from "./decode.ts";
import { PageDocument } from "./page-document.ts";

const TITLE = "关于开展春季植树活动的通知";
const TEXT =
  "各村民委员会：</p><p>为做好今年春季植树工作，县林业局决定于三月中旬开展植树活动，请各村做好准备。";

/** An article's page: what stands under its heading, its body, and what stands below it. */
function page(under: string, body = `<p>${TEXT}</p>`, below = ""): string {
  return (
    `<html><head><title>${TITLE}_清溪县林业局</title><script src="/js/site.js"></script></head><body><div class="nav"><a href="/">首页</a></div>` +
    `<div class="art"><h1>${TITLE}</h1>${under}<div class="TRS_Editor">${body}</div>${below}</div>` +
    `<div class="footer">版权所有 清溪县林业局</div></body></html>`
  );
}

const read = (html: string) => readArticle(new PageDocument(html, null));
const published = (under: string, below = "") => read(page(under, undefined, below)).publishedOn;

describe("the day of publication", () => {
  it.each([
    ["<p>发布时间：2016-03-02 09:24　来源：县林业局</p>", "2016-03-02"],
    ["<p>发布日期 : 2016.3.2</p>", "2016-03-02"],
    ["<p>【信息发布时间：2016-03-02阅读次数：<span id=n></span>】</p>", "2016-03-02"],
    ["<p>发布时间 2016-03-02 来源 县林业局</p>", "2016-03-02"],
    ["<p><span>时间：</span><span>2016年3月2日</span><span>来源：县林业局</span></p>", "2016-03-02"],
    ["<p>2016-03-02 10:10 来源：县林业局</p>", "2016-03-02"],
    ["<p>( 2016-03-02 )</p>", "2016-03-02"],
    ["<p>二○一六年三月二日　来源：县林业局</p>", "2016-03-02"],
    ["<p>【字号：大 中 小】　2016年3月2日　来源：县林业局</p>", "2016-03-02"],
    [
      '<p>[字体：<a href="#">大</a> <a href="#">中</a> <a href="#">小</a>] 2016-03-02 浏览：7</p>',
      "2016-03-02",
    ],
    ["<p>2016年3月2日 发布 （来源：县林业局）</p>", "2016-03-02"],
    ["<p>2016-03-02　发布</p>", "2016-03-02"],
    ["<p>信息提供：县林业局　2016-03-02</p>", "2016-03-02"],
    ["<p>来源：县林业局　编辑：张某　2016年3月2日</p>", "2016-03-02"],
    ["<p>作者：张某某 来源：县林业局 2016-03-02 09:24</p>", "2016-03-02"],
    ["<p>www.portal.test 2016-03-02 来源：县林业局</p>", "2016-03-02"],
    ["<p>县林业局 发表于 2016-03-02</p>", "2016-03-02"],
    ["<p>2016-03-02 清溪日报</p>", "2016-03-02"],
    ["<p>2016-03-02 10:10 清溪网</p>", "2016-03-02"],
    ["<dl><dt>公开日期</dt><dd>2016-03-02</dd></dl>", "2016-03-02"],
    ["<ul><li><b>索引号</b><i>A-1</i></li><li><b>生成日期</b><i>2016-03-02</i></li></ul>", "2016-03-02"],
  ])("is read from %s", (under, day) => {
    expect(published(under)).toMatchObject({ known: true, value: { day } });
  });

  it.each([
    ["below the text", page("", undefined, "<p>（县林业局 2016-03-02）</p>"), "unreadable"],
    ["with its year last", page("<p>03-02 2016 来源：县林业局</p>"), "unreadable"],
    ["where a script fills it in", page('<p><span id="pubtime"></span></p>'), "needs-browser"],
  ])("may stand %s, where it is not understood", (_, html, reason) => {
    expect(read(html).publishedOn).toEqual({ known: false, reason });
  });

  it("and the source may be the first line of the text, which is none of it", () => {
    const article = read(page("", `<p>2016-03-02　来源：县林业局</p><p>${TEXT}</p>`));
    expect(article.publishedOn).toMatchObject({ known: true, value: { day: "2016-03-02" } });
    expect(article.source).toMatchObject({ known: true, value: "县林业局" });
    expect(article.body).toMatchObject({ known: true, value: expect.stringMatching(/^各村民委员会/) });
  });

  it("is not the first line of the text where the page prints one of its own", () => {
    const article = read(
      page("<p>2016-03-05</p>", `<p>发布时间：2016-03-02 来源：县气象局</p><p>${TEXT}</p>`),
    );
    expect(article.publishedOn).toMatchObject({ known: true, value: { day: "2016-03-05" } });
    expect(article.body).toMatchObject({ known: true, value: expect.stringMatching(/^发布时间/) });
  });

  it("is not what a clock shows above the heading", () => {
    const clock = page("<p>来源：县林业局</p>").replace(
      '<div class="art">',
      "<p>时间：2026年11月26日 星期四</p>$&",
    );
    expect(read(clock).publishedOn).toMatchObject({ known: true, value: null });
  });

  it("may be what a line of Chinese numerals says by itself, or it is the document's own", () => {
    expect(published("<p>二○一六年三月二日</p>")).toEqual({ known: false, reason: "unreadable" });
  });

  it.each([
    '<div><span class="time">发布于 3天前</span><span>来源：县林业局</span></div>',
    "<p>发布时间：昨天 10:20　来源：县林业局</p>",
    "<p>2个月前 | 县林业局 | 阅读 33</p>",
    "<p>刚刚</p>",
  ])("cannot be told where the page says only how long ago that was: %s", (under) => {
    expect(published(under)).toEqual({ known: false, reason: "unreadable" });
    const short = `<div class="a"><h1>${TITLE}</h1>${under}<div class="rich"><p>定于本周五清点树苗，请各村派人参加。</p></div></div>`;
    expect(read(page("").replace(/<div class="art">.*?<\/div><\/div>/, short)).body.known).toBe(true);
  });

  it.each(["<p>05/12/2016　来源：县林业局</p>", "<p>20161205</p>"])(
    "cannot be told where it is written so that it may mean another: %s",
    (under) => {
      expect(published(under)).toEqual({ known: false, reason: "unreadable" });
    },
  );

  it("waits for a script where data of its own stand in its place", () => {
    const under = (mark: string) => `<p>发布时间：<span ${mark}></span></p>`;
    expect(published(under('data-time="1480896000000"'))).toEqual({ known: false, reason: "needs-browser" });
    expect(published(under('class="t" data-v-7ba5bd90'))).toMatchObject({ known: true, value: null });
  });

  it("is not how long ago something was that the text tells of", () => {
    const text =
      "<p>三年前，这里还是一片荒山。</p><p>刚刚入春，村民又上山补种了一批树苗，一直忙到天黑才下山。</p>";
    const { publishedOn, body } = read(page("<p>来源：县林业局</p>", text));
    expect(publishedOn).toMatchObject({ known: true, value: null });
    expect(body.known && body.value).toMatch(/^三年前，/);
  });

  it("is not a day without a year in what stands beside the text, though it is one in the head", () => {
    expect(published("", "<ul><li>03-02</li></ul>")).toMatchObject({ known: true, value: null });
    expect(published("<p>[03-02]</p>")).toMatchObject({ known: true, value: { day: null } });
  });

  it("may stand below the text", () => {
    expect(published("", "<p>发布时间：2016-03-02</p>")).toMatchObject({
      known: true,
      value: { day: "2016-03-02" },
    });
  });

  it("is the published one where a table also says when the document was written", () => {
    const article = read(
      page(
        "<table><tr><td>成文日期：</td><td>2016-02-25</td><td>发布日期：</td><td>2016-03-02</td></tr></table>",
      ),
    );
    expect(article.publishedOn).toMatchObject({ value: { day: "2016-03-02" } });
    expect(article.writtenOn).toMatchObject({ value: "2016-02-25" });
  });

  it("is null where the page prints none, though its text and its tags speak of days", () => {
    const html = page("<p>来源：县林业局</p>", `<p>时间：2016年3月12日</p><p>${TEXT}</p>`);
    expect(
      read(html.replace("<head>", '<head><meta name="PubDate" content="2016-03-02">')).publishedOn,
    ).toEqual({
      known: true,
      value: null,
      excerpt: "",
    });
  });

  it("waits for a browser where only a script could print it", () => {
    const html = "<p>发布时间：<script>document.write(formatDate(info.time))</script> 来源：县林业局</p>";
    expect(published(html)).toEqual({ known: false, reason: "needs-browser" });
    expect(published('<p>发布时间：<span id="pubtime"></span></p>')).toEqual({
      known: false,
      reason: "needs-browser",
    });
  });

  it("keeps what is printed but is no day", () => {
    expect(published("<p>发布时间：2016-02-30</p>")).toMatchObject({
      value: { text: "2016-02-30", day: null },
    });
    expect(articleJson(page("<p>发布时间：2016-02-30</p>"), null)).toMatchObject({
      publishedOn: null,
      unknown: { publishedOn: "unreadable" },
    });
  });
});

describe("the title", () => {
  const title = (body: string, window = "清溪县林业局") => {
    const frame = '<div class="dqwz">当前位置：<a href="/">首页</a> &gt; <a href="/tzgg/">通知公告</a></div>';
    const html = `<html><head><title>${window}</title></head><body>${frame}${body}<div>版权所有</div></body></html>`;
    const found = read(html).title;
    return found.known ? found.value : found;
  };
  const text = `<div class="nr"><p>${TEXT}</p></div>`;

  it.each([
    ["the heading element", `<h1>${TITLE}</h1><p>2016-03-02</p>${text}`],
    [
      "a bold line of a table",
      `<table><tr><td align=center><b>${TITLE}</b></td></tr><tr><td>时间：2016-03-02</td></tr><tr><td>${text}</td></tr></table>`,
    ],
    [
      "what stands above its particulars, not the column's name",
      `<h2>通知公告</h2><div class="bt">${TITLE}</div><p>发布时间：2016-03-02</p>${text}`,
    ],
    [
      "what stands above its particulars, not the site's name",
      `<h1>清溪县林业局</h1><div class="bt">${TITLE}</div><p>发布时间：2016-03-02</p>${text}`,
    ],
    [
      "the heading without the date in it",
      `<h2 id="ivs_title">${TITLE}<small>( 2016-03-02)</small></h2>${text}`,
    ],
    [
      "a cell above a table of particulars, not a value of it",
      `<table><tr><td align=center><b>${TITLE}</b></td></tr><tr><td>索引号：</td><td>A-1</td></tr><tr><td>发布机构：</td><td>县林业局</td></tr><tr><td>发布日期：</td><td>2016-03-02</td></tr></table>${text}`,
    ],
  ])("is %s", (_, body) => {
    expect(title(body)).toBe(TITLE);
  });

  it("is whole, over line breaks", () => {
    expect(title(`<h1>清溪县林业局<br>${TITLE}</h1><p>2016-03-02</p>${text}`)).toBe(`清溪县林业局 ${TITLE}`);
  });

  it("is whole, over line breaks within one element of large letters", () => {
    const broken = `${TITLE.slice(0, 9)}<br>${TITLE.slice(9)}`;
    const large = (inner: string) =>
      title(`<div><font size="5">${inner}</font><p>来源：县林业局</p></div>${text}`);
    expect(large(broken)).toBe(TITLE);
    expect(large(`${TITLE}<br>发布时间：2016-03-02`)).toBe(TITLE);
  });

  it("may be a single word, if its particulars follow", () => {
    expect(title(`<h1>公告</h1><p>发布时间：2016-03-02</p>${text}`)).toBe("公告");
  });

  it("is not who signs the text, though every window bears that name", () => {
    const html =
      "<html><head><title>清溪县林业局</title></head><body><div class='box'><h3>关于春季植树的通知</h3><p>清溪县林业局 2016年3月2日</p>" +
      `<div class="words"><p>${TEXT}</p><p>清溪县林业局</p><p>2016年3月2日</p></div></div></body></html>`;
    const numbered = html
      .replace("2016年3月2日</p>", "2016年3月2日 文号：清林发〔2016〕5号</p>")
      .replace(TEXT, "各村：</p><p>请做好植树。");
    expect(read(numbered)).toMatchObject({
      title: { value: "关于春季植树的通知" },
      source: { value: "清溪县林业局" },
      documentNumber: { value: "清林发〔2016〕5号" },
    });
    const article = read(html);
    expect(article.title).toMatchObject({ value: "关于春季植树的通知" });
    expect(article.source).toMatchObject({ value: "清溪县林业局" });
    expect(article.body.known && article.body.value).toContain("三月中旬");
  });
});

describe("the source", () => {
  it.each([
    [
      "a name below the text",
      page("<p>2016-03-02</p>", undefined, "<p>（县林业局 2016-03-02）</p>"),
      "unreadable",
    ],
    ["an empty place for a script", page('<p>2016-03-02 <i id="doc_source"></i></p>'), "needs-browser"],
  ])("may be %s", (_, html, reason) => {
    expect(read(html).source).toEqual({ known: false, reason });
  });

  it.each(["<p>2016-03-02 作者：县林业局</p>", '<p>2016-03-02 <i id="resource"></i></p>'])(
    "is none where %s stands alone",
    (under) => expect(read(page(under)).source).toMatchObject({ known: true, value: null }),
  );

  it.each([
    ["<p>来源：县林业局　作者：某某　【字体：<a>大</a>】</p>", "县林业局"],
    [
      "<p><span>来 源 ：</span><a href='http://a.example/'>清溪日报</a><span>编辑：某某</span></p>",
      "清溪日报",
    ],
    ["<p>信息来源：宣传处 文化站 浏览次数：12</p>", "宣传处 文化站"],
    ["<table><tr><td>索引号：</td><td>A-1</td><td>发布机构：</td><td>县林业局</td></tr></table>", "县林业局"],
    ["<p>发布时间：2016-03-02</p>", null],
    ["<p>来源： 发布时间：2016-03-02</p>", null],
    ["<p>作者：某某 发布时间：2016-03-02</p>", null],
    ["<p>发布时间：2016-03-02　来源：</p>", null],
    ["<p>来源：</p>", null],
    ["<p>来源：</p><p>县林业局</p>", "县林业局"],
    ["<p>2016-03-02 09:24　县林业局　浏览次数：12</p>", "县林业局"],
    ["<p>县林业局 2016年3月2日</p>", "县林业局"],
    ["<p>发布时间：2016-03-02　来源：县林业局　清林发〔2016〕5号</p>", "县林业局"],
    ["<p>2016-03-02　来源：　县林业局网管中心录入</p>", "县林业局网管中心录入"],
    ["<p>2016-03-02　【字体：大 中 小】 打印本页</p>", null],
  ])("of %s is %j", (under, source) => {
    expect(read(page(under)).source).toMatchObject({ known: true, value: source });
    const plain = page(under).replace("TRS_Editor", "words");
    expect(read(plain).source).toMatchObject({ known: true, value: source });
  });

  it("is none where a text of one short sentence follows its label", () => {
    const html = page("<p>发布时间：2016-03-02　来源：</p>", "<p>3月2日，机关停电检修。</p>");
    for (const name of ["TRS_Editor", "words"])
      expect(read(html.replace("TRS_Editor", name)).source).toMatchObject({ known: true, value: null });
  });
});

describe("the document number", () => {
  const number = (under: string, body?: string) => read(page(under, body)).documentNumber;

  it.each([
    [
      "in a table",
      "<table><tr><td>发文字号：</td><td>清林发 〔2016〕 5号</td><td>索引号</td><td>A-1</td></tr></table>",
      undefined,
    ],
    ["on the first line", "", `<p>清林发〔20<span>16</span>〕5号</p><p>${TEXT}</p>`],
    ["beside the date", "<p>2016-03-02　来源：县林业局　清林发〔2016〕5号</p>", undefined],
    ["under a repeated title", "", `<p>${TITLE}</p><p>（清林发〔2016〕5号）</p><p>${TEXT}</p>`],
  ])("is read %s", (_, under, body) => {
    const found = number(under, body);
    expect(found.known && found.value).toBe("清林发〔2016〕5号");
  });

  it("of an order stands on two lines", () => {
    expect(number("", `<p>清溪县林业局令</p><p>第3号</p><p>${TEXT}</p>`)).toMatchObject({
      value: "清溪县林业局令第3号",
    });
  });

  it("is none of those in a list or a form that the text holds", () => {
    const list =
      "<p>现将清理结果公布如下：</p><table><tr><td>文件名称</td><td>文号</td><td>发文机关</td></tr>" +
      "<tr><td>关于甲的通知</td><td>清政发〔2010〕1号</td><td>县政府</td></tr>" +
      "<tr><td>关于乙的通知</td><td>清政发〔2011〕2号</td><td>县政府</td></tr></table>";
    const article = read(page("<p>来源：县林业局</p>", list));
    expect(article.documentNumber).toMatchObject({ known: true, value: null });
    expect(article.source).toMatchObject({ value: "县林业局" });
    expect(article.body.known && article.body.value).toContain("关于甲的通知 清政发〔2010〕1号 县政府");
  });

  it("is never one that the text cites", () => {
    const cited =
      "<p>根据《造林办法》（清政发〔2012〕8号）的要求，现将有关事项通知如下。</p><p>清政发〔2012〕8号</p>";
    expect(number("<p>来源：县林业局</p>", cited)).toMatchObject({ known: true, value: null });
    expect(
      number("<table><tr><td>文号：</td><td></td><td>索引号：</td><td>A-1</td></tr></table>"),
    ).toMatchObject({
      known: true,
      value: null,
    });
  });
});

describe("the body", () => {
  it("has paragraphs as lines, rows of tables on one, and no frame", () => {
    const body = `<p>${TEXT}</p><table><tr><td><p>村名</p></td><td><p>株数</p></td></tr><tr><td>东村</td><td>300</td></tr></table>`;
    const below =
      "<p>责任编辑：某某</p><div class='share'>分享到：<a href='#'>微博</a></div><p>扫一扫在手机打开当前页</p>";
    const article = read(page("<p>来源：县林业局</p>", body, below));
    expect(article.body).toMatchObject({ known: true });
    expect(article.body.known && article.body.value.split("\n")).toEqual([
      "各村民委员会：",
      "为做好今年春季植树工作，县林业局决定于三月中旬开展植树活动，请各村做好准备。",
      "村名 株数",
      "东村 300",
    ]);
  });

  it("is empty where a picture carries the content, and unknown where a script would", () => {
    const picture = read(page("<p>来源：县林业局</p>", "<p><img src='./W02016.jpg'></p>"));
    expect(picture.body).toMatchObject({ known: true, value: "" });
    expect(picture.carriers).toMatchObject({ value: [{ url: "./W02016.jpg" }] });
    expect(read(page("<p>来源：县林业局</p>", "<div id='text'></div>")).body).toEqual({
      known: false,
      reason: "needs-browser",
    });
  });

  it("leaves out attachments, which have a list of their own", () => {
    const body = `<p>${TEXT}</p><p>附件：1.<a href="../P02016.doc">报名表.doc</a></p>`;
    const article = readArticle(
      new PageDocument(page("<p>来源：县林业局</p>", body), "http://lyj.example/tzgg/201603/t1.html"),
    );
    expect(article.attachments).toMatchObject({
      value: [{ url: "http://lyj.example/tzgg/P02016.doc", name: "报名表.doc" }],
    });
    expect(article.body.known && article.body.value).not.toContain("报名表");
    expect(read(page("", body)).attachments).toMatchObject({ value: [{ url: "../P02016.doc" }] });
  });
});

describe("files below an article", () => {
  it("are its own, but for the items before and after it in its list", () => {
    const below = `<p>${TEXT}</p></div><div><p><a href="./P02016.doc">报名表.doc</a></p>
      <p>上一篇：<a href="./P02017.pdf">关于植树活动的通知</a></p><p><span>下一条</span></p><p><a href="./P02018.pdf">公示</a></p>`;
    expect(read(page("<p>来源：县林业局</p>", below)).carriers).toMatchObject({
      value: [{ url: "./P02016.doc" }],
    });
  });
});

describe("what is no article", () => {
  it.each([
    [
      "a list",
      `<html><body><h1>通知公告</h1><ul>${"<li><a href='a.html'>关于植树活动的通知</a> 2016-03-02</li>".repeat(9)}</ul></body></html>`,
    ],
    ["an empty page", "<html><body></body></html>"],
    ["nothing at all", ""],
  ])("says nothing: %s", (_, html) => {
    const { title, publishedOn, source, body } = read(html);
    for (const reading of [title, publishedOn, source, body])
      expect(reading).toEqual({ known: false, reason: "unreadable" });
  });

  it("says that a challenge blocked it", () => {
    const html =
      "<script>document.cookie=('_')+('_')+('j')+('s')+('l')+'=1';location.href=location.pathname</script>";
    expect(read(html).body).toEqual({ known: false, reason: "blocked" });
  });
});

describe("readArticle", () => {
  const folder = new URL("../fixtures/pages/articles/", import.meta.url);
  const samples = readdirSync(folder)
    .filter((file) => file.endsWith(".html"))
    .map((file) => decodePage(readFileSync(new URL(file, folder)), null).text);

  it("never throws, wherever a page is cut or broken", () => {
    const cut = fc.tuple(fc.constantFrom(...samples), fc.nat(4000), fc.nat(300), fc.string());
    fc.assert(
      fc.property(cut, ([html, at, length, noise]) => {
        readArticle(
          new PageDocument(html.slice(0, at) + noise + html.slice(at + length), "http://a.example/"),
        );
        articleJson(html.slice(0, at), null);
      }),
      { numRuns: 150 },
    );
  });

  it("reads pages that nest without end", () => {
    expect(() => readArticle(new PageDocument(`${"<div><span>".repeat(5000)}${TEXT}`, null))).not.toThrow();
  });
});

describe("an article without a text of its own", () => {
  const page = (main: string) =>
    `<div><a href="/">首页</a> &gt; <a href="/wj/">文件</a></div><div><h1>关于印发工作方案的通知</h1>
    <p>发布时间：2016-12-01　来源：市档案局</p><div>${main}</div></div>
    <div><h4>全市动态</h4><ul><li><a href="/1.html">我市召开年度工作总结会议</a> 12-30</li>
    <li><a href="/2.html">我市部署岁末年初安全生产</a> 12-29</li></ul></div>`;

  it("is not the heading of the list beside it", () => {
    const { body } = readArticle(new PageDocument(page(""), "http://daj.example.gov.cn/wj/1.html"));
    expect(body).toMatchObject({ known: false });
  });

  it("holds the file that carries it", () => {
    const { body, carriers } = readArticle(
      new PageDocument(
        page(`<p>附件：<a href="/f/1.pdf">工作方案.pdf</a></p>`),
        "http://daj.example.gov.cn/wj/1.html",
      ),
    );
    expect(body).toMatchObject({ known: true, value: "" });
    expect(carriers).toMatchObject({ known: true, value: [{ name: "工作方案.pdf" }] });
  });
});

it("whose turn is when, at a text's end, is no signature", () => {
  const rows = [
    ["检查单位", "检查时间"],
    ["市教育局", "2017年1月5日"],
    ["市水利局", "2017年1月9日"],
  ].map((cells) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`);
  const { writtenOn } = readArticle(
    new PageDocument(
      `<h1>关于开展联合检查的通知</h1><p>发布时间：2016-12-01　来源：市档案局</p>
    <div class="TRS_Editor"><p>现将联合检查的安排通知如下，请有关单位做好准备。</p><table>${rows.join("")}</table></div>`,
      null,
    ),
  );
  expect(writtenOn).toMatchObject({ known: true, value: null });
});

it("a source below the text is the article's, whatever list stands beside it", () => {
  const { source } = readArticle(
    new PageDocument(
      `<table><tr><td><table><tr><td><b>最新信息</b></td></tr><tr><td><a href="/1.html">我市召开年度工作总结会议</a></td></tr></table></td>
    <td><table><tr><td align=center><font size=4><b>市档案局开展业务培训</b></font></td></tr><tr><td>发布时间：2016-12-01</td></tr>
    <tr><td><p>培训为期两天，各镇档案员参加，由市档案局业务骨干授课。</p><p>参训人员表示受益匪浅，今后要学以致用。</p><p>（来源：清河日报）</p></td></tr>
    <tr><td>责任编辑：张某</td></tr></table></td></tr></table>`,
      null,
    ),
  );
  expect(source).toMatchObject({ known: true, value: "清河日报" });
});

describe("who published, without a label", () => {
  const source = (under: string, body?: string) => read(page(under, body)).source;

  it("stands in an entry of its own beside the date", () => {
    const entries = (...all: string[]) => `<ul>${all.map((one) => `<li><i></i>${one}</li>`).join("")}</ul>`;
    expect(source(entries("2016-03-02 10:00", "县林业局", "33"))).toMatchObject({
      known: true,
      value: "县林业局",
    });
    expect(source(entries("县林业局", "2016-03-02"))).toMatchObject({ known: true, value: "县林业局" });
    expect(source(entries("2016-03-02 10:00", "33"))).toMatchObject({ known: true, value: null });
  });

  it("may be meant by the byline, where there is no label for it", () => {
    const signed = (words: string) => `<p>${TEXT}</p><p>${words}</p>`;
    const dated = "<p>发布时间：2016-03-02</p>";
    expect(source(dated, signed("（县林业局　张某）"))).toEqual({ known: false, reason: "unreadable" });
    expect(source(dated, signed("（张某　李某）"))).toMatchObject({ known: true, value: null });
    expect(source("<p>来源：　时间：2016-03-02</p>", signed("（县林业局　张某）"))).toMatchObject({
      known: true,
      value: null,
    });
  });

  it("cannot be told where no heading shows what stands above the text", () => {
    const bare = `<html><body><div class="nr"><p>2016-03-02 来源：县林业局</p><p>${TEXT}</p></div></body></html>`;
    expect(read(bare).source).toEqual({ known: false, reason: "unreadable" });
  });
});

it.each(["开标地点：县政务服务中心</p><p>2016年3月28日", "考点: 县第一学校</p><p>2016年3月28日"])(
  "where something takes place is no signature: %s",
  (end) => {
    const { writtenOn } = read(page("<p>2016-03-02</p>", `<p>${TEXT}</p><p>${end}</p>`));
    expect(writtenOn).toMatchObject({ known: true, value: null });
  },
);
