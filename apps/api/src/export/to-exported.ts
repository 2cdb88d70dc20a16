import type { ExportedRows } from '@connectory/database';
import type { ExportedVersion } from '@connectory/exporter';
import { schemaBasePlaceholder } from '@connectory/lifecycle';

/** A version as the exporter takes it. */
export function toExported(rows: ExportedRows, fallback: ExportedVersion['fallback']): ExportedVersion {
  return {
    fallback,
    extras: parse(rows.extras),
    actions: parseActions(rows.actions),
    triggers: rows.triggers.map((body) => ({ body: parse(body) })),
    definitions: rows.definitions,
    definitionNames: new Set(rows.definitionNames),
  };
}

async function* parseActions(actions: ExportedRows['actions']): AsyncGenerator<{ template: string; body: Parsed }> {
  for await (const { template, body } of actions) yield { template, body: parse(body) };
}

type Parsed = ExportedVersion['extras'];

/** Stored bodies are objects. */
function parse(text: string): Parsed {
  return JSON.parse(text.replaceAll(schemaBasePlaceholder, '')) as Parsed;
}
