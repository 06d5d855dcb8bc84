import type { Text } from "../domain/outcome.ts";
import { withoutSecrets } from "./address.ts";

/** The store cannot be opened. Nothing in it has been changed. */
export class StoreError extends Error {
  /** As it was given, but for user, password and parameters. */
  readonly location: string;
  /** What is wrong and what to do. */
  readonly problem: Text;

  constructor(location: string, problem: Text, cause?: unknown) {
    const shown = withoutSecrets(location);
    super(`${shown}: ${problem.zh}`, { cause });
    this.name = "StoreError";
    this.location = shown;
    this.problem = problem;
  }
}
