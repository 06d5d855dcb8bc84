import { accessSync, constants } from "node:fs";
import path from "node:path";

const NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "microsoft-edge"];

/** Whether whoever runs the tests has said that this machine has no browser. */
export const WITHOUT_CHROMIUM = (process.env.XUNCHA_TEST_WITHOUT ?? "").split(",").includes("chromium");

/**
 * Path of the browser of this machine: `XUNCHA_CHROMIUM`, else the first on the `PATH`.
 * @throws where there is none, in one line that says what to do.
 */
export function chromiumPath(): string {
  const { XUNCHA_CHROMIUM: named, PATH = "" } = process.env;
  const folders = PATH.split(path.delimiter);
  const places = named ? [named] : NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  const found = places.find(isExecutable);
  if (found) return found;
  throw new Error(
    named
      ? `XUNCHA_CHROMIUM names no program that can be started: ${named}`
      : "Chromium is missing: install it, name it in XUNCHA_CHROMIUM, or leave these tests out with XUNCHA_TEST_WITHOUT=chromium",
  );
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
