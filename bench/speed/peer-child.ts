// One peer, or this project's own conversion, over one file after another.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

const converters = {
  'openapi-to-postmanv2': async () => {
    const { convertV2 } = require('openapi-to-postmanv2');
    return (text) =>
      new Promise((resolve, reject) => {
        convertV2({ type: 'string', data: text }, {}, (error, answer) => {
          if (error) reject(error);
          else if (answer.result) resolve(answer.output[0].data);
          else reject(new Error(answer.reason));
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
    const { defaultDocumentLimits, readDocument } = await import('../../packages/document/dist/index.js');
    const { importDocument } = await import('../../packages/importer/dist/index.js');
    return async (text) => {
      const read = await readDocument(Buffer.from(text), { limits: defaultDocumentLimits });
      if (!read.ok) throw new Error(read.fault.message);
      const { ok } = importDocument(read.document);
      if (!ok) throw new Error('not imported');
    };
  },
};

const convert = await converters[process.argv[2]]();

process.on('message', async (file) => {
  const text = readFileSync(file, 'utf8');
  const startedAt = performance.now();
  try {
    await convert(text);
    process.send({ ok: true, ms: performance.now() - startedAt });
  } catch (error) {
    process.send({ ok: false, ms: performance.now() - startedAt, reason: String(error).slice(0, 300) });
  }
});
process.once('disconnect', () => process.exit());
process.send('ready');
