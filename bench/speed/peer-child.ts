// Converts or validates one file after another with one peer, or with Connectory's own importer.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

type Convert = (text: string) => Promise<unknown>;

interface PostmanConverter {
  readonly convertV2: (
    input: { type: 'string'; data: string },
    options: object,
    callback: (
      error: Error | null,
      response: { result: boolean; reason?: string; output: readonly { data: unknown }[] },
    ) => void,
  ) => void;
}

const converters: { readonly [peer: string]: () => Promise<Convert> } = {
  'openapi-to-postmanv2': async () => {
    const { convertV2 }: PostmanConverter = require('openapi-to-postmanv2');
    return (text) =>
      new Promise((resolve, reject) => {
        convertV2({ type: 'string', data: text }, {}, (error, response) => {
          if (error) reject(error);
          else if (response.result) resolve(response.output[0]?.data);
          else reject(new Error(response.reason));
        });
      });
  },
  'swagger-parser': async () => {
    const { default: SwaggerParser } = await import('@apidevtools/swagger-parser');
    return (text) => SwaggerParser.validate(JSON.parse(text), { resolve: { external: false } });
  },
  scalar: async () => {
    const { validate } = await import('@scalar/openapi-parser');
    return async (text) => {
      const { valid, errors } = await validate(text);
      if (!valid) throw new Error(JSON.stringify(errors).slice(0, 200));
    };
  },
  connectory: async () => {
    const { defaultDocumentLimits, readDocument } = await import('@connectory/document');
    const { importDocument } = await import('@connectory/importer');
    return async (text) => {
      const read = await readDocument(Buffer.from(text), { limits: defaultDocumentLimits });
      if (!read.ok) throw new Error(read.fault.message);
      const { ok } = importDocument(read.document);
      if (!ok) throw new Error('not imported');
    };
  },
};

/** The response for one file. */
export interface PeerReport {
  readonly ok: boolean;
  readonly ms: number;
  readonly reason?: string;
  /** Whether the process was killed or ended. */
  readonly died?: boolean;
}

const convert = await loadConverter(process.argv[2] ?? '');

process.on('message', (file: string) => {
  void run(file).then((report) => process.send?.(report));
});
process.once('disconnect', () => process.exit());
process.send?.('ready');

async function loadConverter(peer: string): Promise<Convert> {
  const load = converters[peer];
  if (load === undefined) throw new Error(`unknown peer ${peer}: use one of ${Object.keys(converters).join(', ')}`);
  return load();
}

async function run(file: string): Promise<PeerReport> {
  const text = readFileSync(file, 'utf8');
  const startedAt = performance.now();
  try {
    await convert(text);
    return { ok: true, ms: performance.now() - startedAt };
  } catch (error) {
    return { ok: false, ms: performance.now() - startedAt, reason: String(error).slice(0, 300) };
  }
}
