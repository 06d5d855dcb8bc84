import type { Text } from "../domain/outcome.ts";

/** The store cannot be opened. Nothing in it has been changed. */
export class StoreError extends Error {
  /** As it was given. */
  readonly location: string;
  /** What is wrong and what to do. */
  readonly problem: Text;

  constructor(location: string, problem: Text, cause?: unknown) {
    super(`${location}: ${problem.zh}`, { cause });
    this.name = "StoreError";
    this.location = location;
    this.problem = problem;
  }
}
