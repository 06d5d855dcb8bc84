/** The command's exit codes, as scripts rely on them. */
export const EXIT = {
  /** The patrol is complete, whatever it found. */
  complete: 0,
  /** The `--fail-on` threshold was met. */
  threshold: 1,
  /** Bad input; nothing was written. */
  badInput: 2,
  /** The patrol is incomplete. */
  incomplete: 3,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Something that the user can put right, said in one line; ends with exit code 2. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "UsageError";
  }
}
