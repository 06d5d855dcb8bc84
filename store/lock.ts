import { mkdir } from "node:fs/promises";
import path from "node:path";
import { DatabaseSync } from "@photostructure/sqlite";

/** Another process patrols with the same data folder. */
export class FolderInUseError extends Error {
  constructor(folder: string) {
    super(folder);
    this.name = "FolderInUseError";
  }
}

/**
 * Takes a folder for this process alone. The operating system gives it up when the process ends, however it
 * ends, so that no stale lock outlives a crash.
 * @returns How to give it up.
 * @throws {FolderInUseError} Another process has it.
 */
export async function lockFolder(folder: string): Promise<() => void> {
  await mkdir(folder, { recursive: true });
  const lock = new DatabaseSync(path.join(folder, "patrol.lock"), { timeout: 0 });
  try {
    lock.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    lock.close();
    if (error instanceof Error && /locked|busy/i.test(error.message)) throw new FolderInUseError(folder);
    throw error;
  }
  return () => lock.close();
}
