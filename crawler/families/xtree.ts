import type { Outline } from "../outline.ts";

/** An entry of a tree that a script draws. */
export interface TreeEntry {
  readonly name: string;
  /** Address as written. */
  readonly href: string;
  readonly path: readonly string[];
}

const ITEM =
  /([\w$]{1,60})\s{0,9}=\s{0,9}new\s{1,9}WebFXTree(?:Item)?\s{0,9}\(\s{0,9}'([^'\n]{1,400})'\s{0,9}(?:,\s{0,9}(?:["']([^"'\n]{0,1000})["']|document\.getElementById\(["']([\w-]{1,60})["']\)\.href))?/g;

/**
 * The menu of the VSB family that `xtree.js` draws: `item_0_1 = new WebFXTreeItem('name', "address")`, or with
 * the address of a hidden link, hung up by `item_0.add(item_0_1)`. Empty where the page has none.
 */
export function treeEntriesOf(outline: Outline): readonly TreeEntry[] {
  const entries: TreeEntry[] = [];
  const hrefs = new Map(outline.links.map(({ node, href }) => [node.attribs.id ?? "", href]));
  for (const { code } of outline.scripts) {
    if (!code.includes("WebFXTree")) continue;
    const names = new Map<string, string>();
    const above = new Map<string, string>();
    for (const [, parent = "", child = ""] of code.matchAll(
      /([\w$]{1,60})\.add\s{0,9}\(\s{0,9}([\w$]{1,60})\s{0,9}\)/g,
    ))
      above.set(child, parent);
    for (const [, variable = "", label = "", href, id] of code.matchAll(ITEM)) {
      const name = label.replace(/<[^>]{0,300}>/g, "").trim();
      names.set(variable, name);
      const address = href ?? hrefs.get(id ?? "");
      if (address && above.has(variable))
        entries.push({ name, href: address, path: pathOf(variable, names, above) });
    }
  }
  return entries;
}

function pathOf(
  variable: string,
  names: ReadonlyMap<string, string>,
  above: ReadonlyMap<string, string>,
): readonly string[] {
  const path: string[] = [];
  for (let at = above.get(variable); at !== undefined && path.length < 8; at = above.get(at))
    path.unshift(names.get(at) ?? "");
  return path.filter((name) => name !== "");
}
