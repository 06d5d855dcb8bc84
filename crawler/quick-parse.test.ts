import type { AnyNode, Document } from "domhandler";
import { parseDocument } from "htmlparser2";
import { describe, expect, test } from "vitest";
import { quickTree } from "./quick-parse.ts";

/** Each node with its depth, content and neighbours, in page order. */
function nodesOf(tree: Document): string[] {
  const found: string[] = [];
  const stack: [AnyNode, number][] = [[tree, 0]];
  for (let entry = stack.pop(); entry; entry = stack.pop()) {
    const [node, depth] = entry;
    const { type, prev, next, parent } = node;
    const own = "attribs" in node ? `${node.name} ${JSON.stringify(node.attribs)}` : "";
    const data = "data" in node ? JSON.stringify(node.data) : "";
    const around = [prev, next, parent].map((other) => other?.type ?? "none");
    found.push([depth, type, own, data, ...around].join(" "));
    if ("children" in node)
      for (const child of [...node.children].reverse()) stack.push([child as AnyNode, depth + 1]);
  }
  return found;
}

describe("a page's tree is the one that htmlparser2 makes", () => {
  test.each([
    ["", "nothing"],
    ["甲<b>乙</b>丙", "text and elements"],
    ["<P CLASS=a Id='b' title=\"c\">x", "names in capitals, values in any quotes"],
    ["<a href=?id=1&copy=2&amp;x=3 href=/b>&copy &amp; &nbsp;&#20013;&#x4e2d;&lt</a>", "entities"],
    ["<input disabled value = a/ checked=''>", "attributes without a value, or with a blank"],
    ["<p>1<p>2<div>3</div></div>4</p>5", "paragraphs that nothing ends"],
    ["<ul><li>1<li>2<ul><li>3</ul></ul>", "list items that nothing ends"],
    ["<table><tr><td>1<td>2<tr><th>3<tbody><tr><td>4</table>", "cells that nothing ends"],
    ["<form><form><input><select><option>1<option>2</select></form></form>", "a form within a form"],
    ["<dl><dt>1<dd>2<dt>3</dl><h1>a<h2>b", "terms and headings"],
    ["<br>1<br/>2</br>3<hr></hr><img src=a><image src=b>", "elements without content"],
    ["<!DOCTYPE html><!-- a -- b --><!--><!---><!x><![endif]><?php a ?><!>", "declarations and comments"],
    ["</ x>1</>2</>3<>4< b>5", "what only looks like a tag"],
    ["a < b && c <3 <d>", "signs that are no markup"],
    ["<script>if (a</b/.test('<p>')) x = '</scripts>';</SCRIPT >1", "a script's own signs"],
    [
      "<style>a > b {}</style><title>甲&amp;乙</title><title><b>丙</title><textarea>&lt;p></textarea>",
      "content that is text",
    ],
    ["<iframe><p></iframe><noframes><p></noframes><xmp><p></xmp>", "content of old elements"],
    ['<o:p></o:p><st1:date year="2016">x</st1:date><部门>y</部门>', "elements of other makers"],
    ["<div __proto__=1 constructor=2 a=1 a=2>", "attributes twice, or named oddly"],
    ["1</b>2</p>3", "end tags of what is not open"],
  ])("%s (%s)", (html) => {
    const tree = quickTree(html);
    expect(tree).not.toBeNull();
    expect(tree && nodesOf(tree)).toEqual(nodesOf(parseDocument(html)));
  });

  test("of whatever pieces a page is put together", () => {
    const pieces =
      "< > </ / = \" ' & ; &amp &lt; &#x4e2d &# &nbsp; <p> </p> <p <b> </b> </b <br/> </br> <!-- --> --!> <! <? " +
      "<script> </script> </script <title> </title> <textarea> </textarea> <td> <tr> <table> </table> <li> </ul> " +
      "<a href=x> <a href='y&amp;z'> <a\thref=\"q&copy=1\"\tclass> <form> </form> <option> <select> <dd> <h1> </h1> " +
      "<h2 <div\ta=1\ta=2> </div> <iframe> </iframe> <x:y> </x:y> <p\tclass='a'b=c> <image> <svg> </svg> 甲 x \n";
    const all = [...pieces.split(" ").map((piece) => piece.replaceAll("\t", " ")), " "];
    let seed = 11;
    const upTo = (count: number) => {
      seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
      return (seed >> 8) % count;
    };
    let read = 0;
    for (let page = 0; page < 20_000; page += 1) {
      const html = Array.from({ length: 1 + upTo(14) }, () => all[upTo(all.length)]).join(upTo(2) ? "" : "x");
      const tree = quickTree(html);
      if (!tree) continue;
      read += 1;
      expect(nodesOf(tree), html).toEqual(nodesOf(parseDocument(html)));
    }
    expect(read).toBeGreaterThan(5_000);
  });
});

test.each([
  ["<svg><title>a</title></svg>", "another language's elements"],
  ["<![CDATA[a]]>", "CDATA"],
  ["<plaintext>a", "text to the page's end"],
  ["<p", "a tag that never ends"],
  ["<script>a", "a script that never ends"],
  ["<!-- a", "a comment that never ends"],
  ["<!-- a --!>", "a comment that ends oddly"],
])("%s (%s) is left to htmlparser2", (html) => {
  expect(quickTree(html)).toBeNull();
});
