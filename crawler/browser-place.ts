import { accessSync, constants, statSync } from "node:fs";
import path from "node:path";

const NAMES = [
  "chromium",
  "chromium-browser",
  "google-chrome-stable",
  "google-chrome",
  "chrome",
  "microsoft-edge-stable",
  "microsoft-edge",
  "msedge",
];

/** A browser of this machine: the first on the search path (as `PATH` has it); null where there is none. */
export function browserOnPath(searchPath: string): string | null {
  const folders = searchPath.split(path.delimiter).filter((folder) => folder !== "");
  const suffix = process.platform === "win32" ? ".exe" : "";
  const places = NAMES.flatMap((name) => folders.map((folder) => path.join(folder, `${name}${suffix}`)));
  return places.find(isProgram) ?? null;
}

/** Whether a file is there that may be run. */
export function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
