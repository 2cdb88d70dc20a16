import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { stringify } from 'csv-stringify';
import type { Piece } from './in-chunks.ts';

/** CSV as in RFC 4180, with a header. Cells that a spreadsheet would run as formulas are escaped. */
export async function* csvPieces(
  columns: readonly string[],
  records: AsyncIterable<readonly unknown[]>,
): AsyncGenerator<Piece, void, undefined> {
  const csv = stringify({
    header: true,
    columns: [...columns],
    record_delimiter: 'windows',
    escape_formulas: true,
  });
  const written = pipeline(Readable.from(records), csv);
  // The same error ends the iteration.
  written.catch(() => undefined);
  for await (const chunk of csv) yield String(chunk);
  await written;
}
