// Imports one file after another, as its parent names them, and tells what holds of each.
import { readFileSync } from 'node:fs';
import { defaultDocumentLimits, readDocument } from '../../packages/document/dist/index.js';
import { importDocument } from '../../packages/importer/dist/index.js';
import { checkProperties } from './check-properties.mjs';

const check = process.argv[2] !== '--no-check';

process.on('message', async (file) => process.send(await importFile(file)));

async function importFile(file) {
  const bytes = readFileSync(file);
  const startedAt = performance.now();
  try {
    const read = await readDocument(bytes, { limits: defaultDocumentLimits });
    if (!read.ok)
      return {
        file,
        bytes: bytes.length,
        ms: performance.now() - startedAt,
        fault: read.fault.code,
        reason: read.fault.message,
      };
    const outcome = importDocument(read.document);
    const ms = performance.now() - startedAt;
    if (!outcome.ok) return { file, bytes: bytes.length, ms, fault: outcome.fault.code };
    const { model } = outcome;
    const messages = model.messages.map(({ code, text }) => [code, Number(/(\d+)/.exec(text)?.[1] ?? 1)]);
    const faults = check ? checkProperties(read.document.root, model) : {};
    if (check && JSON.stringify(importDocument(read.document)) !== JSON.stringify(outcome))
      faults.deterministic = 'two runs differ';
    return {
      file,
      bytes: bytes.length,
      ms,
      faults,
      messages,
      actions: model.actions.length,
      definitions: model.definitions.length,
    };
  } catch (error) {
    return {
      file,
      bytes: bytes.length,
      ms: performance.now() - startedAt,
      faults: { throws: String(error.stack).slice(0, 600) },
    };
  }
}
