import type { Element } from "domhandler";

/** Containers that publishing systems and their editors put around a body, and around nothing else. */
const CONTAINER_ID =
  /^(?:(?:font)?zoom(?:con)?|ucap-?content|vsb_content\w*|ivs_content|info_?content|(?:news|article|info|detail|main|text|doc|art|xl|page)_?-?(?:content|con|body|text|txt|article)\w{0,2}|content_?(?:text|body|article|zw|main)|trs_?editor|cmsarticle\w*|js_content|artibody|news_?body|zhengwen)$/i;
const CONTAINER_CLASS =
  /(?:^|\s)(?:trs_(?:editor|ueditor|editor_view)|trs_\w*word|trs_preappend|custom_unionstyle|v_news_content|j-fontcontent|newscontnet|pages_content|article-con(?:tent)?|article_con(?:tent)?|news_?con(?:tent)?|detail-?con(?:tent)?|info-?content|content_article|article-body|article_body|xxgk_?content|ewb-article-content|view\s+trs\w*|wp_articlecontent|art_con|conTxt|zw_?content|easysite-news-text|rich_media_content)(?:$|\s)/i;

const HOLDS_TEXT = /^(?:div|section|article|main|td|font|span|p|form|ucapcontent|dd)$/;

/** Whether publishing systems put such an element around a body, and around nothing else. */
export function isBodyContainer(element: Element): boolean {
  if (!HOLDS_TEXT.test(element.name)) return false;
  const { id, class: names } = element.attribs;
  return (
    element.name === "ucapcontent" ||
    (id !== undefined && CONTAINER_ID.test(id)) ||
    (names !== undefined && CONTAINER_CLASS.test(names))
  );
}
