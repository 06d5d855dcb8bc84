/**
 * What a page shows, as markup: runs inside the page, in a world of its own that the page's scripts cannot reach.
 *
 * It differs from the page's own markup in this: scripts are left out, since they have run; what styles keep out
 * of sight is marked `hidden`; open shadow trees and frames of the same origin stand where they are shown; and
 * addresses within a frame are written out, since they are relative to another address than the page's.
 * Gives `{ html, lost }`, `lost` being frames that could not be looked into; or null where it is more than `most` characters.
 */
export function domExpression(most: number): string {
  return `(${SERIALIZE})(document, ${most})`;
}

/** A page's size and links, to see whether it still changes. A clock that ticks changes neither. */
export const SHAPE = `(() => {
  const links = document.links, last = links.length > 0 ? links[links.length - 1].href : "";
  const frames = [...document.querySelectorAll("iframe,frame")].map((frame) => {
    try { return frame.contentDocument.getElementsByTagName("*").length; } catch { return 0; }
  });
  return [document.readyState, document.getElementsByTagName("*").length, links.length, last, ...frames].join(" ");
})()`;

/** Scrolls down, as a reader would who looks for more; gives the number of links before. */
export const TO_THE_END = "{ const before = document.links.length; scrollTo(0, 1e7); before; }";
/** Scrolls up again; gives the number of links by then. */
export const TO_THE_TOP = "scrollTo(0, 0), document.links.length";

const SERIALIZE = `(top, most) => {
  const VOID = new Set("area base br col embed hr img input link meta param source track wbr".split(" "));
  const LEFT_OUT = new Set(["script", "noscript", "template"]);
  const RAW = new Set(["style", "xmp", "plaintext"]);
  const FRAMES = new Set(["iframe", "frame"]);
  const ADDRESSES = new Set(["href", "src", "action", "background"]);
  const text = (value) => value.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/\\u00a0/g, "&nbsp;");
  const quoted = (value) => value.replace(/&/g, "&amp;").replace(/"/g, "&quot;").replace(/\\u00a0/g, "&nbsp;");
  const parts = [];
  let size = 0;
  let lost = 0;
  const put = (part) => { size += part.length; if (size > most) throw new RangeError("too large"); parts.push(part); };

  const attributes = (element, inFrame) => {
    for (const { name, value } of element.attributes) {
      if (name === "hidden" && value === "") continue;
      let written = value;
      if (inFrame && ADDRESSES.has(name) && !/^(?:#|javascript:|data:|$)/i.test(value.trim())) {
        try { written = new URL(value, element.baseURI).href; } catch {}
      }
      put(" " + name + '="' + quoted(written) + '"');
    }
  };
  const inside = (frame, isHidden) => {
    if (isHidden) return;
    let shown = null;
    try { shown = frame.contentDocument; } catch {}
    if (shown && shown.body) {
      put('<div data-frame="' + quoted(frame.src || "") + '">');
      children(shown.body, true, false);
      put("</div>");
    } else if (frame.src && !/^(?:about|javascript):/i.test(frame.src)) lost += 1;
  };
  const children = (node, inFrame, isHidden) => {
    for (let child = node.firstChild; child; child = child.nextSibling) write(child, inFrame, isHidden);
  };
  const write = (node, inFrame, isHidden) => {
    if (node.nodeType === 3) {
      const holder = node.parentNode && node.parentNode.localName;
      put(RAW.has(holder) ? node.data : text(node.data));
      return;
    }
    if (node.nodeType === 8) { put("<!--" + node.data.replace(/--+>/g, "") + "-->"); return; }
    if (node.nodeType !== 1) return;
    const name = node.localName;
    if (LEFT_OUT.has(name)) return;
    if (name === "slot" && node.assignedNodes) {
      const given = node.assignedNodes({ flatten: true });
      if (given.length > 0) { for (const one of given) write(one, inFrame, isHidden); return; }
    }
    const styles = node.isConnected && name !== "head" && !node.closest("head") && !isHidden
      ? node.ownerDocument.defaultView && node.ownerDocument.defaultView.getComputedStyle(node)
      : null;
    const hides = styles ? styles.display === "none" : false;
    put("<" + name);
    attributes(node, inFrame);
    if (hides) put(' hidden=""');
    put(">");
    if (VOID.has(name)) return;
    if (FRAMES.has(name)) { put("</" + name + ">"); inside(node, isHidden || hides); return; }
    if (node.shadowRoot) children(node.shadowRoot, inFrame, isHidden || hides);
    else children(node, inFrame, isHidden || hides);
    put("</" + name + ">");
  };
  try {
    put("<!DOCTYPE html>");
    write(top.documentElement, false, false);
    return { html: parts.join(""), lost };
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}`;
