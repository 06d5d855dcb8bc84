import { expect, test } from "vitest";
import { notAPage } from "./not-a-page.ts";
import { PageDocument } from "./page-document.ts";

const LIST = Array.from(
  { length: 15 },
  (_, n) =>
    `<li><a href="/a/${n}.html">关于第${n}号网站维护升级和404页面的公告</a><span>2016-01-02</span></li>`,
).join("");

test.each([
  [
    412,
    `<html><head><meta content="x9" r="m"><script r="m">$_ts=window['$_ts'];if(!$_ts)$_ts={};$_ts.cd="q";</script></head><body></body></html>`,
    "blocked",
  ],
  [
    521,
    `<script>document.cookie=('_')+('_')+('j')+('s')+('l');location.href=location.pathname+location.search</script>`,
    "blocked",
  ],
  [
    200,
    `<html><script>var arg1='8F2';function setCookie(){document.cookie="acw_sc__v2=1"}</script></html>`,
    "blocked",
  ],
  [200, `<title>访问被阻断</title><p>您的访问被阻断，请联系网站管理员。</p>`, "blocked"],
  [403, `<title>403 Forbidden</title><h1>403 Forbidden</h1>`, "blocked"],
  [200, `<title>404</title><p>抱歉，您访问的页面不存在或已删除</p><a href="/">返回首页</a>`, "soft-404"],
  [200, `<title>提示信息</title><div>对不起，没有找到您要的页面！</div>`, "soft-404"],
  [200, `<script>alert('该信息不存在或已被删除！');history.back();</script>`, "soft-404"],
  [200, `<h1>“/”应用程序中的服务器错误。</h1><h2>运行时错误</h2>`, "server-error"],
  [200, `<h1>Service Unavailable</h1><p>服务器繁忙，请稍后再试</p>`, "server-error"],
  [200, `<title>系统维护</title><p>网站正在升级维护中，暂停访问，请稍后再试。</p>`, "maintenance"],
])("%i %s", (status, html, reason) => {
  expect(notAPage(new PageDocument(html, null), status)).toBe(reason);
});

test.each([
  [
    "a list of notices about maintenance",
    `<title>通知公告</title><script>$_ts=window['$_ts'];</script><ul>${LIST}</ul>`,
  ],
  [
    "a short article about maintenance",
    `<title>关于暂停服务的通知-某局</title><h1>关于暂停服务的通知</h1><p>发布时间：2016-05-04 来源：某局</p><p>因机房搬迁，定于2016年5月6日20时至7日8时对网上办事系统进行维护，届时网上申报、查询等服务暂停，请各申报单位提前做好安排。办理急件的，请与值班人员联系。由此带来的不便，敬请谅解，并请相互转告，咨询电话见窗口公告。</p><p>某局办公室</p><p>2016年5月4日</p>`,
  ],
  [
    "an empty column",
    `<title>规划计划</title><div class="nav"><a href="/a/">工作动态</a></div><p>暂无信息</p>`,
  ],
  [
    "an article whose number is 404",
    `<title>某发〔2016〕404号</title><p>${"各单位要认真落实。".repeat(60)}</p>`,
  ],
])("%s is a page", (_, html) => {
  expect(notAPage(new PageDocument(html, null), 200)).toBeNull();
});
