// npm run structure --prefix bench -- FOLDER
// Imports the pass and fail documents of a folder: FOLDER/<version>/pass must give no violation, FOLDER/<version>/fail must give a
// warning other than those about servers, an error or a refusal. The OpenAPI Initiative publishes such documents (OAI/OpenAPI-Specification, branches v3.1-dev and
// v3.2-dev, tests/schema), Mermade/openapi3-examples those of 3.0.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { defaultDocumentLimits, readDocument } from '@connectory/document';
import { importDocument } from '@connectory/importer';

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('usage: npm run structure --prefix bench -- FOLDER');
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(json|ya?ml)$/.test(name));
/** Warnings about members that valid documents may leave out. */
const otherWarnings = new Set(['SERVER_MISSING', 'SERVER_RELATIVE']);
const counts = new Map<string, { right: number; all: number }>();
for (const file of files.sort()) {
  const expected = file.split(path.sep).find((name) => name === 'pass' || name === 'fail');
  if (expected === undefined) continue;
  const group = `${file.split(path.sep)[0]} ${expected}`;
  const faults = await findFaults(readFileSync(path.join(folder, file)), expected === 'pass');
  const isRight = expected === 'pass' ? faults.length === 0 : faults.length > 0;
  const count = counts.get(group) ?? { right: 0, all: 0 };
  counts.set(group, { right: count.right + (isRight ? 1 : 0), all: count.all + 1 });
  if (isRight) continue;
  process.exitCode = 1;
  console.log(`${file}: ${expected === 'pass' ? faults.join('; ').slice(0, 400) : 'no warning, no error'}`);
}
for (const [group, { right, all }] of counts) console.log(`${group}: ${right} of ${all} are right`);

async function findFaults(content: Uint8Array, violationsOnly: boolean): Promise<readonly string[]> {
  const read = await readDocument(content, { limits: defaultDocumentLimits });
  if (!read.ok) return [`${read.fault.code}: ${read.fault.message}`];
  const outcome = importDocument(read.document);
  if (!outcome.ok) return [outcome.fault.code];
  const { messages } = outcome.model;
  const found = violationsOnly
    ? messages.filter(({ code }) => code === 'SCHEMA_VIOLATION')
    : messages.filter(({ code, severity }) => severity !== 'info' && !otherWarnings.has(code));
  return found.flatMap(({ code, detail }) => detail.map((line) => `${code} ${line}`));
}
