import { LimitReader, type WARCRecord } from "warcio";

/**
 * Passes over what is left of a record. Not by `skipFully`: that asks for ever for what a file lacks.
 * @throws Error where the file ends within the record.
 */
export async function passOver(record: WARCRecord): Promise<void> {
  const { reader } = record;
  for await (const _ of reader);
  if (reader instanceof LimitReader && reader.limit > 0) throw new Error("the file is cut off in a record");
}
