import { describe, expect, it } from 'vitest';
import { type ConnectorModel, importDocument, type Json } from '../src/index.ts';
import { createCoverageCounter } from '../src/messages/coverage-counter.ts';
import { createMessageCollector } from '../src/messages/message-collector.ts';
import { rootPlace } from '../src/place/place.ts';
import { operationInvalid } from '../src/rules/operation-invalid.ts';
import { parsed } from './parsed.ts';

function importTree(members: { readonly [name: string]: Json }): ConnectorModel {
  const outcome = importDocument(parsed({ openapi: '3.1.0', info: { title: 'T', version: '1' }, ...members }));
  if (!outcome.ok) throw new Error(outcome.fault.message);
  return outcome.model;
}

describe('Coverage', () => {
  it('makes a test fail when a part is not imported and no message says so', () => {
    const messages = createMessageCollector([]);
    const coverage = createCoverageCounter(messages);
    expect(() => coverage.count('operations', () => undefined)).toThrow('no message says so');
    coverage.count('operations', () => messages.report(operationInvalid, rootPlace, 'a list'));
    expect(coverage.finish().operations).toMatchObject({ inDocument: 2, notImported: 2 });
  });

  it('tells parts with infos alone from those with a warning, and from those without message', () => {
    const parameter = (name: string, schema: Json): Json => ({ name, in: 'query', schema });
    const parameters = [
      parameter('asWritten', { type: 'string' }),
      parameter('noted', { type: 'array' }),
      parameter('changed', { type: 'string', pattern: '(' }),
    ];
    const { coverage } = importTree({ paths: { '/a': { get: { operationId: 'a', parameters } } } });
    expect(coverage.parameters).toEqual({
      inDocument: 3,
      asWritten: 1,
      withMessage: 2,
      notImported: 0,
      noted: 1,
      changed: 1,
    });
    expect(coverage.operations).toMatchObject({ noted: 0, changed: 1 });
  });
});

describe('Names that no author wrote', () => {
  it('are not reported when they had to change', () => {
    const body = { content: { 'application/json': { schema: { type: 'string' } } } };
    const { messages, definitions } = importTree({
      paths: { '/a': { post: { operationId: 'a', requestBody: body } } },
      components: { schemas: { ARequest: { type: 'integer' } } },
    });
    expect(definitions.map(({ name }) => name)).toContain('ARequest');
    expect(definitions).toHaveLength(2);
    expect(messages.map(({ code }) => code)).not.toContain('NAME_CHANGED');
  });

  it('are reported when an author did', () => {
    const { messages } = importTree({ components: { schemas: { 'a.b': { type: 'integer' } } } });
    expect(messages.map(({ code }) => code)).toContain('NAME_CHANGED');
  });
});
