import { describe, expect, it } from 'vitest';
import { splitAtPlace } from '../src/import/split-at-place.ts';
import { stagesOf } from '../src/import/stages-of.ts';
import { verdictOf } from '../src/import/verdict-of.ts';
import { findActions, indexActions, readablePath } from '../src/version/find-actions.ts';
import { readJson, readYaml } from '../src/new-import/read-info.ts';

type Import = Parameters<typeof verdictOf>[0];

const count = (changed: number, notImported: number) => ({
  inDocument: 10,
  asWritten: 10 - changed - notImported,
  withMessage: changed,
  notImported,
  noted: 0,
  changed,
});

function importOf(part: Partial<Import>): Import {
  const none = count(0, 0);
  return {
    id: 'i',
    organisationId: 'o',
    connectorId: 'c',
    status: 'succeeded',
    stage: 'done',
    progress: { done: 0, total: 0 },
    attempts: 1,
    timings: {},
    createdAt: '2026-01-01T00:00:00.000Z',
    links: { self: '', result: '', events: '', document: '' },
    summary: { actions: 2, triggers: 1, definitions: 1, messages: { info: 0, warning: 0, error: 0 } },
    coverage: {
      operations: none,
      parameters: none,
      bodies: none,
      responses: none,
      schemas: none,
      securitySchemes: none,
      webhooks: none,
      callbacks: none,
    },
    ...part,
  };
}

describe('the verdict', () => {
  it('says what was imported, and that everything is as written', () => {
    expect(verdictOf(importOf({})).sentence).toBe(
      'Imported 2 actions, 1 trigger and 1 definition; everything as written.',
    );
  });

  it('counts what was changed or left out', () => {
    const { coverage } = importOf({});
    if (coverage === undefined) throw new Error('no coverage');
    const changed = importOf({ dryRun: true, coverage: { ...coverage, schemas: count(3, 0), bodies: count(0, 1) } });
    expect(verdictOf(changed)).toEqual({
      look: 'mixed',
      sentence: 'The dry run would import 2 actions, 1 trigger and 1 definition; 3 parts changed and 1 part left out.',
    });
  });

  it('is the error of a failed import', () => {
    const error = { code: 'x', message: 'The document is empty.' };
    expect(verdictOf(importOf({ status: 'failed', error })).sentence).toBe('The document is empty.');
  });
});

describe('the stages', () => {
  it('have their durations and states, without fetching for an upload', () => {
    const stages = stagesOf(
      importOf({
        status: 'running',
        stage: 'mapping',
        progress: { done: 1, total: 4 },
        startedAt: '2026-01-01T00:00:01.000Z',
        timings: { parsing: 12 },
      }),
    );
    expect(stages).toEqual([
      { name: 'Waiting', state: 'done', ms: 1_000 },
      { name: 'Parsing', state: 'done', ms: 12 },
      { name: 'Mapping', state: 'running', progress: 25 },
      { name: 'Storing', state: 'waiting' },
    ]);
  });
});

describe('a line of an excerpt', () => {
  const place = { start: { line: 2, column: 12 }, end: { line: 3, column: 3 } };
  const line = (number: number, text: string, firstColumn = 1) => ({ number, text, firstColumn, isCut: false });

  it('is split where the place begins and ends', () => {
    expect(splitAtPlace(line(2, 'abcde', 10), place)).toEqual({ before: 'ab', marked: 'cde', after: '' });
    expect(splitAtPlace(line(3, 'xyz'), place)).toEqual({ before: '', marked: 'xy', after: 'z' });
    expect(splitAtPlace(line(4, 'other'), place)).toEqual({ before: 'other', marked: '', after: '' });
  });
});

describe('a search of actions', () => {
  it('finds each word in method, path, name or summary', () => {
    const action = {
      id: '1',
      type: 'http' as const,
      name: 'getPet',
      method: 'GET' as const,
      path: '/pets/{{ param.id }}',
      parameters: [],
      responses: [],
    };
    const index = indexActions([action, { ...action, id: '2', name: 'addPet', method: 'POST', summary: 'Adds one' }]);
    const names = (text: string, method?: string) => findActions(index, { text, method }).map(({ name }) => name);
    expect(names('{id} pets')).toEqual(['getPet', 'addPet']);
    expect(names('adds')).toEqual(['addPet']);
    expect(names('', 'GET')).toEqual(['getPet']);
    expect(names('missing')).toEqual([]);
    expect(readablePath('/a/{{ param.b }}/{{ param.c }}')).toBe('/a/{b}/{c}');
  });
});

describe('title and version of a document', () => {
  it('are read from JSON and YAML, and are absent where they cannot be read', () => {
    const expected = { title: 'Pets', version: '1.0' };
    expect(readJson('{"info":{"title":"Pets","version":"1.0"}}')).toEqual(expected);
    expect(readYaml(`openapi: 3.1.0\ninfo:\n  title: Pets\n  version: '1.0'\npaths:\n  title: x\n`)).toEqual(expected);
    expect(readYaml('paths: {}')).toEqual({});
    expect(readJson('{')).toEqual({});
  });
});
