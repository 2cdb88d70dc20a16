import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { importDocument, type ImportOutcome, type Json } from '../src/index.ts';
import { parsed } from './parsed.ts';

const folder = path.join(import.meta.dirname, 'golden');
const names = readdirSync(folder).sort();
// Writing is a step of its own, reviewed as a diff; where tests judge, nothing is ever written.
const update = process.env['UPDATE_GOLDEN'] === '1' && process.env['CI'] === undefined;

/** The model as it is reviewed: schemas as JSON and not as text, messages apart. */
function shown(outcome: ImportOutcome): { connector: unknown; messages: unknown } {
  if (!outcome.ok) return { connector: { fault: outcome.fault }, messages: outcome.messages };
  const { messages, definitions, ...model } = outcome.model;
  const readable = definitions.map((definition) => ({ ...definition, schema: JSON.parse(definition.schema) as Json }));
  return { connector: { ...model, definitions: readable }, messages };
}

function text(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

describe('Golden pairs', () => {
  it('are at least twenty-five', () => expect(names.length).toBeGreaterThanOrEqual(25));

  it.each(names)('%s becomes what its folder says, byte for byte', (name) => {
    const at = (file: string): string => path.join(folder, name, file);
    const root = load(readFileSync(at('openapi.yaml'), 'utf8')) as Json;
    const { connector, messages } = shown(importDocument(parsed(root)));
    if (update) {
      writeFileSync(at('connector.json'), text(connector));
      writeFileSync(at('messages.json'), text(messages));
    }
    expect(existsSync(at('connector.json'))).toBe(true);
    expect(text(connector)).toBe(readFileSync(at('connector.json'), 'utf8'));
    expect(text(messages)).toBe(readFileSync(at('messages.json'), 'utf8'));
  });
});
