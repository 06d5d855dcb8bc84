/** One wrong place in what a user wrote; its parts as in {@link InputError}. */
export interface Fault {
  readonly line: number | null;
  readonly key: string;
  readonly problem: string;
}

/**
 * Something that a user wrote is wrong. The command line prints it and exits with 2, the API answers 400;
 * nothing has been fetched or written by then.
 */
export class InputError extends Error {
  /** The file, environment variable or option that holds it. */
  readonly file: string;
  /** 1-based; null where there is no line. */
  readonly line: number | null;
  /** Path of the key: `units[2].kind`; empty for the file as a whole. */
  readonly key: string;

  /**
   * @param problem What is wrong and what was expected, in the user's language.
   * @param more Further faults of the same file: the message lists them too, one a line.
   */
  constructor(file: string, line: number | null, key: string, problem: string, more: readonly Fault[] = []) {
    const faults = [{ line, key, problem }, ...more];
    super(faults.map((fault) => inOneLine(file, fault)).join("\n"));
    this.name = "InputError";
    this.file = file;
    this.line = line;
    this.key = key;
  }
}

function inOneLine(file: string, { line, key, problem }: Fault): string {
  return `${file}${line === null ? "" : `:${line}`}${key === "" ? "" : ` ${key}`}: ${problem}`;
}
