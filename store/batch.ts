/** Rows a statement: enough to be quick, and within every database's limit of parameters. */
const ROWS_A_STATEMENT = 500;

/** Hands `rows` to `write` in batches that one statement can hold, one after the other. */
export async function inBatches<T>(
  rows: readonly T[],
  write: (batch: readonly T[]) => Promise<unknown>,
): Promise<void> {
  for (let from = 0; from < rows.length; from += ROWS_A_STATEMENT) {
    await write(rows.slice(from, from + ROWS_A_STATEMENT));
  }
}
