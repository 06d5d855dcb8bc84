import { type Dice, one, sentencesOf } from "./words.ts";

/** What an article's page says, for whoever reads it. */
export interface ArticleTruth {
  readonly title: string;
  /** `YYYY-MM-DD`. */
  readonly date: string;
  readonly source: string;
  readonly paragraphs: readonly string[];
}

export interface Row {
  readonly href: string;
  readonly title: string;
  readonly date: string;
}

/** What all pages of one unit share. */
export interface Frame {
  readonly unitName: string;
  /** Of the unit's menu, from the host's root. */
  readonly menu: readonly { readonly name: string; readonly href: string }[];
}

export interface Place {
  readonly columnName: string;
  readonly columnHref: string;
}

/** A pager: addresses of all pages of the list, and which of them this one is (from 0). */
export interface Pages {
  readonly hrefs: readonly string[];
  readonly current: number;
}

/** How one publishing system writes its pages. */
export interface Template {
  article(dice: Dice, frame: Frame, place: Place, article: ArticleTruth): string;
  list(dice: Dice, frame: Frame, place: Place, rows: readonly Row[], pages: Pages): string;
  home(dice: Dice, frame: Frame, latest: readonly Row[]): string;
}

const FONT_STYLES = [
  "font-family: 仿宋_GB2312; font-size: 16pt",
  "text-indent: 2em; line-height: 2",
  "text-align: justify; margin: 0cm 0cm 0pt; line-height: 28pt",
] as const;

function scripts(dice: Dice): string {
  const tracked = dice(1_000_000);
  return `<script type="text/javascript" src="/static/js/jquery-1.11.3.min.js"></script>
<script type="text/javascript" src="/static/js/superslide.2.1.js"></script>
<script type="text/javascript" src="/static/js/common.js?v=${tracked}"></script>
<script type="text/javascript">
${CODE}
var siteTracker = { id: "${tracked}", page: location.href, ref: document.referrer };
</script>`;
}

const CODE = Array.from(
  { length: 14 },
  (_, at) => `function toggleBox${at}(id, open) {
  var box = document.getElementById(id + "_${at}");
  if (!box) { return false; }
  for (var i = 0; i < box.children.length; i++) {
    box.children[i].className = box.children[i].className.replace(/\\bon\\b/g, "");
    if (i == open) { box.children[i].className += " on"; }
  }
  $(box).find(".tab-${at} > li").hover(function () { $(this).addClass("hover").siblings().removeClass("hover"); });
  return true;
}`,
).join("\n");

const STYLE = Array.from(
  { length: 18 },
  (
    _,
    at,
  ) => `.m${at} { float: left; width: ${at * 17 + 40}px; margin: 0 auto; background: url(/static/img/b${at}.png) no-repeat; }
.m${at} li a:hover { color: #c00; text-decoration: underline; }`,
).join("\n");

function head(dice: Dice, title: string, metas: string): string {
  return `<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta http-equiv="X-UA-Compatible" content="IE=edge">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
${metas}
<link rel="stylesheet" type="text/css" href="/static/css/reset.css">
<link rel="stylesheet" type="text/css" href="/static/css/main.css">
<style type="text/css">
${STYLE}
</style>
${scripts(dice)}
</head>`;
}

function menu({ unitName, menu: entries }: Frame): string {
  const items = entries
    .map(
      ({ name, href }) =>
        `<li class="menu-item"><a href="${href}" target="_self"><span>${name}</span></a></li>`,
    )
    .join("\n");
  return `<div class="header"><div class="wrap"><a class="logo" href="/"><img src="/static/img/logo.png" alt="${unitName}"></a>
<div class="search"><form action="/search" method="get"><input type="text" name="q" value=""><input type="submit" value="搜索"></form></div></div></div>
<div class="nav"><ul class="menu">
${items}
</ul></div>`;
}

const FRIENDS = Array.from(
  { length: 12 },
  (_, at) => `<li><a href="http://link${at}.example.org/" target="_blank">友好城市网站之${at + 1}</a></li>`,
).join("");

function foot({ unitName }: Frame): string {
  return `<div class="friend-links"><h4>友情链接</h4><ul>${FRIENDS}</ul></div>
<div class="footer"><p>版权所有：${unitName} 主办单位：${unitName}</p><p>地址：滨河大道一号 邮编：400000</p>
<p><a href="http://beian.example.org/">某ICP备00000000号</a> 网站标识码：5000000000</p></div>
<script type="text/javascript">var _foot = document.getElementsByTagName("div"); for (var n = 0; n < _foot.length; n++) { if (_foot[n].className == "gotop") { _foot[n].onclick = function () { window.scrollTo(0, 0); }; } }</script>
</body></html>`;
}

const crumb = (frame: Frame, place: Place, tail: string) =>
  `<div class="position">当前位置：<a href="/">首页</a> &gt; <a href="${frame.menu[0]?.href ?? "/"}">${frame.unitName}</a> &gt; <a href="${place.columnHref}">${place.columnName}</a>${tail}</div>`;

/** Files that articles offer, each as .doc and .xls below /files/, from P1000 on. */
export const ATTACHMENTS = 9_000;

function attachments(dice: Dice): string {
  if (dice(3) > 0) return "";
  const number = dice(ATTACHMENTS) + 1_000;
  return `<p class="attach"><a href="/files/P${number}.doc">附件1：申报表.doc</a></p><p class="attach"><a href="/files/P${number}.xls">附件2：汇总表.xls</a></p>`;
}

function beside(rows: readonly Row[]): string {
  const items = rows
    .map(({ href, title }) => `<li><a href="${href}" title="${title}">${title}</a></li>`)
    .join("\n");
  return `<div class="sidebar"><div class="side-title">最新信息</div><ul>\n${items}\n</ul></div>`;
}

const share = `<div class="share bdsharebuttonbox"><a href="#" class="bds_more" data-cmd="more">分享到</a><a href="#" class="bds_weixin" data-cmd="weixin" title="分享到微信"></a></div>`;

/** The four families that the site is made of. Columns' own lists in `beside` are the template's concern alone. */
export const TEMPLATES: readonly [Template, ...Template[]] = [trs(), jcms(), vsb(), epoint()];

function trs(): Template {
  return {
    article: (dice, frame, place, { title, date, source, paragraphs }) => `${head(
      dice,
      `${title}_${place.columnName}_${frame.unitName}`,
      `<meta name="SiteName" content="${frame.unitName}">
<meta name="ColumnName" content="${place.columnName}">
<meta name="ArticleTitle" content="${title}">
<meta name="PubDate" content="${date} 09:${10 + dice(50)}">
<meta name="ContentSource" content="${source}">`,
    )}
<body>
${menu(frame)}
<div class="main wrap">
${crumb(frame, place, " &gt; 正文")}
<div class="xl-box">
<h1 class="xl-title">${title}</h1>
<div class="xl-info"><span>发布时间：${date} 09:${10 + dice(50)}</span><span>来源：${source}</span><span>字体：<a href="javascript:doZoom(18)">大</a> <a href="javascript:doZoom(16)">中</a> <a href="javascript:doZoom(14)">小</a></span></div>
<div class="xl-content" id="zoom"><div class="TRS_Editor">
${paragraphs.map((text) => `<p style="${one(dice, FONT_STYLES)}"><span lang="EN-US">　　${text}</span></p>`).join("\n")}
</div></div>
<div class="appendix">${attachments(dice)}</div>
${share}
<div class="xl-tools"><a href="javascript:window.print()">【打印】</a><a href="javascript:window.close()">【关闭】</a></div>
</div></div>
${foot(frame)}`,
    list: (
      dice,
      frame,
      place,
      rows,
      { hrefs, current },
    ) => `${head(dice, `${place.columnName}_${frame.unitName}`, `<meta name="ColumnName" content="${place.columnName}">`)}
<body>
${menu(frame)}
<div class="main wrap">
${crumb(frame, place, "")}
<div class="list-box"><ul class="list">
${rows.map(({ href, title, date }) => `<li><span class="date">${date}</span><a href="${href}" target="_blank" title="${title}">${title}</a></li>`).join("\n")}
</ul><div class="page"><script type="text/javascript">createPageHTML(${hrefs.length}, ${current}, "index", "html");</script></div></div></div>
${foot(frame)}`,
    home,
  };
}

function jcms(): Template {
  return {
    article: (
      dice,
      frame,
      place,
      { title, date, source, paragraphs },
    ) => `${head(dice, `${frame.unitName} ${place.columnName} ${title}`, `<meta name="ArticleTitle" content="${title}"><meta name="pubdate" content="${date}"><meta name="author" content="">`)}
<body>
${menu(frame)}
<table width="1000" border="0" align="center" cellpadding="0" cellspacing="0"><tr><td class="bt_path">
${crumb(frame, place, "")}
</td></tr></table>
<table id="article" width="960" border="0" align="center" cellpadding="0" cellspacing="0">
<tr><td class="title" align="center">${title}</td></tr>
<tr><td align="center"><table width="100%" border="0"><tr><td align="left">发布日期：${date}</td><td align="center">信息来源：${source}</td><td align="right">浏览次数：<script>document.write(hits)</script> 字号：[ <a href="javascript:doZoom(18)">大</a> <a href="javascript:doZoom(14)">小</a> ]</td></tr></table></td></tr>
<tr><td class="bt_content"><div id="zoom">
${paragraphs.map((text) => `<p style="${one(dice, FONT_STYLES)}">　　${text}</p>`).join("\n")}
${attachments(dice)}
</div></td></tr>
<tr><td align="right"><a href="javascript:window.print()">打印本页</a> <a href="javascript:window.close()">关闭窗口</a></td></tr>
</table>
${share}
${foot(frame)}`,
    list: (dice, frame, place, rows, pages) => `${head(dice, `${frame.unitName} ${place.columnName}`, "")}
<body>
${menu(frame)}
<table width="1000" border="0" align="center"><tr><td>
${crumb(frame, place, "")}
</td></tr><tr><td><table width="100%" class="lm_list">
${rows.map(({ href, title, date }) => `<tr><td height="28" class="lm_bt"><img src="/static/img/dot.gif"> <a href="${href}" class="bt_link" title="${title}" target="_blank">${title}</a></td><td width="90" class="lm_rq">[${date}]</td></tr>`).join("\n")}
</table></td></tr><tr><td align="center" class="pager">${linkedPager(pages)}</td></tr></table>
${foot(frame)}`,
    home,
  };
}

function vsb(): Template {
  return {
    article: (
      dice,
      frame,
      place,
      { title, date, source, paragraphs },
    ) => `${head(dice, `${title}-${frame.unitName}`, `<meta name="keywords" content="${place.columnName}"><meta name="description" content="${title}">`)}
<body>
${menu(frame)}
<div class="con wrap">
${crumb(frame, place, " &gt; 正文")}
<div class="content-left"><form name="_newscontent_fromname">
<div class="content-title"><h3>${title}</h3><i>时间：${date} &nbsp; 来源：${source} &nbsp; 点击：[<span id="hits${dice(9_000)}"></span>]</i></div>
<div id="vsb_content" class="v_news_content">
${paragraphs.map((text) => `<p class="vsbcontent_start" style="${one(dice, FONT_STYLES)}"><span style="font-size: 16px"><span>${text}</span></span></p>`).join("\n")}
</div>
${attachments(dice)}
</form></div>
${beside(frame.menu.slice(1, 7).map(({ name, href }) => ({ title: name, href, date: "" })))}
</div>
${share}
${foot(frame)}`,
    list: (dice, frame, place, rows, pages) => `${head(dice, `${place.columnName}-${frame.unitName}`, "")}
<body>
${menu(frame)}
<div class="con wrap">
${crumb(frame, place, "")}
<div class="main_conR"><ul>
${rows.map(({ href, title, date }, at) => `<li id="line_u8_${at}"><a href="${href}">${title}</a><span>${date}</span></li>`).join("\n")}
</ul><div class="pb_sys_common">${linkedPager(pages)}</div></div></div>
${foot(frame)}`,
    home,
  };
}

function epoint(): Template {
  return {
    article: (
      dice,
      frame,
      place,
      { title, date, source, paragraphs },
    ) => `${head(dice, title, `<meta name="SiteName" content="${frame.unitName}"><meta name="ColumnName" content="${place.columnName}"><meta name="ArticleTitle" content="${title}"><meta name="PubDate" content="${date}">`)}
<body>
${menu(frame)}
<div class="ewb-container">
${crumb(frame, place, "")}
<div class="ewb-article"><h2 class="ewb-article-tt">${title}</h2>
<div class="ewb-article-info"><span>发布日期：${date}</span> <span>信息来源：${source}</span> <span>阅读次数：<span id="infoViewCount"></span></span></div>
<div class="ewb-article-content">
${paragraphs.map((text) => `<p>　　${text}</p>`).join("\n")}
${attachments(dice)}
</div></div></div>
${share}
${foot(frame)}`,
    list: (
      dice,
      frame,
      place,
      rows,
      pages,
    ) => `${head(dice, place.columnName, `<meta name="ColumnName" content="${place.columnName}">`)}
<body>
${menu(frame)}
<div class="ewb-container">
${crumb(frame, place, "")}
<div class="ewb-right"><ul class="ewb-info-items">
${rows.map(({ href, title, date }) => `<li class="ewb-info-item clearfix"><a href="${href}" class="ewb-list-name" title="${title}">${title}</a><span class="ewb-list-date r">${date}</span></li>`).join("\n")}
</ul><div class="ewb-page">${linkedPager(pages)}</div></div></div>
${foot(frame)}`,
    home,
  };
}

function home(dice: Dice, frame: Frame, latest: readonly Row[]): string {
  return `${head(dice, frame.unitName, `<meta name="SiteName" content="${frame.unitName}">`)}
<body>
${menu(frame)}
<div class="main wrap"><div class="latest"><h2>最新信息</h2><ul>
${latest.map(({ href, title, date }) => `<li><a href="${href}">${title}</a><span>${date}</span></li>`).join("\n")}
</ul></div></div>
${foot(frame)}`;
}

function linkedPager({ hrefs, current }: Pages): string {
  const to = (at: number, name: string) =>
    at === current || hrefs[at] === undefined ? `<span>${name}</span>` : `<a href="${hrefs[at]}">${name}</a>`;
  return `共${hrefs.length}页 ${to(0, "首页")} ${current === 0 ? "<span>上页</span>" : to(current - 1, "上页")} ${current + 1 < hrefs.length ? to(current + 1, "下页") : "<span>下页</span>"} ${to(hrefs.length - 1, "尾页")}`;
}

/** So many that an article's page has 15 to 30 kB. */
export function paragraphsOf(dice: Dice): readonly string[] {
  return Array.from({ length: 5 + dice(8) }, () => sentencesOf(dice, 2 + dice(5)));
}
