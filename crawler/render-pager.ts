import { DISABLED, NEXT_SIGN, NEXT_WORD, PAGER_CLASS } from "./pager-links.ts";

/**
 * Clicks what turns a list to its page `number`: runs inside the page, in the world that its scripts do not reach. What has
 * an address of its own is left alone, and so are forms. Gives whether there was anything to click.
 */
export function clickExpression(number: number): string {
  return `(${CLICK})(${number}, ${NEXT_WORD}, ${NEXT_SIGN}, ${PAGER_CLASS}, ${DISABLED})`;
}

const CLICK = `(number, WORD, SIGN, PAGER, DISABLED) => {
  const said = (element) => {
    const picture = element.querySelector("img");
    const words = [element.localName === "input" ? element.value : "", element.textContent, element.title, element.getAttribute("aria-label"), picture && picture.alt];
    return (words.find((word) => word && word.trim() !== "") || "").trim();
  };
  const names = (element) => (element.getAttribute("class") || "") + " " + element.id;
  const above = (element, levels) => {
    const all = [];
    for (let at = element; at && at !== document.body && all.length < levels; at = at.parentElement) all.push(at);
    return all;
  };
  const inPager = (element) => above(element, 6).some((one) => PAGER.test(names(one)));
  const isOff = (element) => above(element, 2).some((one) =>
    one.disabled === true || one.getAttribute("aria-disabled") === "true" || DISABLED.test(one.getAttribute("class") || ""));
  const leads = (element) => {
    const link = element.closest("a[href]");
    const href = link === null ? "" : link.getAttribute("href").trim();
    return href !== "" && !/^(?:#|javascript:)/i.test(href);
  };
  const isShown = (element) => element.getClientRects().length > 0;
  const small = [...document.querySelectorAll("a,button,input[type=button],li,span,div,td,em,i,b,img")]
    .filter((element) => element.children.length <= 2 && (element.textContent || "").trim().length <= 12);
  const innermost = (found) => found.filter((element) => !found.some((other) => other !== element && element.contains(other)));
  const click = (found) => {
    const target = innermost(found).find((element) => isShown(element) && !isOff(element) && !leads(element));
    if (target) target.click();
    return target !== undefined;
  };
  const words = small.filter((element) => WORD.test(said(element)));
  // A picture show turns by such a word as well.
  if (words.length > 0) return click(words.filter(inPager)) || (!words.some(inPager) && click(words));
  const bare = (element) => said(element).replace(/^[[(]|[\\])]$/g, "");
  const numbered = small.filter((element) => bare(element) === String(number) && inPager(element));
  if (small.some((element) => bare(element) === String(number - 1) && inPager(element)) && click(numbered)) return true;
  return click(small.filter((element) => inPager(element) && (SIGN.test(said(element)) || /(?:^|[\\s_-])next(?:$|[\\s_-])/i.test(element.getAttribute("class") || ""))));
}`;
