import { access, constants, stat } from "node:fs/promises";
import path from "node:path";
import { UsageError } from "./exit.ts";

/**
 * Finds out before any work is done whether a folder can be made and written to. Makes nothing.
 * @param option The option that names it.
 * @throws UsageError where it cannot.
 */
export async function expectWritable(folder: string, option: string): Promise<void> {
  const at = await nearest(path.resolve(folder));
  if (!at.isFolder) throw new UsageError(`${option}: 应为文件夹，而 ${at.path} 是文件`);
  await access(at.path, constants.W_OK).catch(() => {
    throw new UsageError(`${option}: 应为可以写入的文件夹，而 ${at.path} 不允许写入`);
  });
}

/** What there is at a path, or else above it. */
async function nearest(place: string): Promise<{ readonly path: string; readonly isFolder: boolean }> {
  const found = await stat(place).catch(() => null);
  const above = path.dirname(place);
  return found || above === place ? { path: place, isFolder: found?.isDirectory() ?? true } : nearest(above);
}
