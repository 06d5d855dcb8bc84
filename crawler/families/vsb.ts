import { fileNameOf } from "./pager-clue.ts";

/**
 * The next page of the VSB family, which numbers its pages backwards: page 2 of 60 of `tzgg.htm` is
 * `tzgg/59.htm`, the last is `tzgg/1.htm`. For pages whose own link is dead. null where it cannot be told.
 */
export function vsbNext(
  page: number,
  pageCount: number,
  url: string | null,
  extension: string,
): string | null {
  if (page >= pageCount) return null;
  const file = `${pageCount - page}${extension}`;
  if (page > 1) return file;
  const name = fileNameOf(url).replace(/\.\w+$/, "");
  return name === "" || /^\d+$/.test(name) ? null : `${name}/${file}`;
}
