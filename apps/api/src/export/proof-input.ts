import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { ExportedRows, ProofSource } from '@connectory/database';
import type { StoredDocument } from '@connectory/lifecycle';
import type { OutputFile } from '../children/output-file.ts';

// What a proof child reads. It parses a document that is not trusted, so it has no database: another child, which parses nothing, writes the
// document and the rows of the version to a file, a line of JSON for each.

/** A version whose document is stored. */
export type ProvableSource = ProofSource & { readonly document: StoredDocument };

export interface ProofInput {
  readonly source: ProvableSource;
  readonly rows: ExportedRows;
}

type RowOf<Rows> = Rows extends AsyncIterable<infer Row> ? Row : never;

/** The first line. */
interface Facts extends Omit<ProvableSource, 'document'>, Omit<ExportedRows, 'actions' | 'definitions'> {
  /** The content in base64. */
  readonly document: Omit<StoredDocument, 'content'> & { readonly content: string };
}

export async function writeProofInput(output: OutputFile, { source, rows }: ProofInput): Promise<void> {
  const { document, ...facts } = source;
  const { actions, definitions, ...others } = rows;
  const encoded = { ...document, content: Buffer.from(document.content).toString('base64') };
  await output.write(line({ ...facts, ...others, document: encoded } satisfies Facts));
  for await (const { template, body } of actions) await output.write(line({ template, body }));
  await output.write(endLine);
  for await (const { name, schema } of definitions) await output.write(line({ name, schema }));
  await output.write(endLine);
}

/** After the last row of its kind. */
const endLine = '\n';

/** Escapes what Node's reader of lines takes for the end of one, too. JSON escapes the others. */
function line(value: object): string {
  const text = JSON.stringify(value).replaceAll('\u2028', String.raw`\u2028`).replaceAll('\u2029', String.raw`\u2029`);
  return `${text}\n`;
}

/** Reads what `writeProofInput` wrote. Actions must be read before definitions. */
export async function readProofInput(file: string): Promise<ProofInput> {
  const lines = createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })[
    Symbol.asyncIterator
  ]();
  const { document, importerVersion, options, messagesJson, overlays, ...others } = JSON.parse(
    await nextLine(lines),
  ) as Facts;
  return {
    source: {
      document: { ...document, content: Buffer.from(document.content, 'base64') },
      importerVersion,
      options,
      messagesJson,
      overlays,
    },
    rows: {
      ...others,
      actions: readRows<RowOf<ExportedRows['actions']>>(lines),
      definitions: readRows<RowOf<ExportedRows['definitions']>>(lines),
    },
  };
}

async function* readRows<Row>(lines: AsyncIterator<string>): AsyncGenerator<Row, void, undefined> {
  for (let text = await nextLine(lines); text !== ''; text = await nextLine(lines)) yield JSON.parse(text) as Row;
}

async function nextLine(lines: AsyncIterator<string>): Promise<string> {
  const next = await lines.next();
  if (next.done === true) throw new Error('the input of the proof ends early');
  return next.value;
}
