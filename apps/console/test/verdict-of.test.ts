import { describe, expect, it } from 'vitest';
import { nextStepOf, verdictOf } from '../src/import/verdict-of.ts';
import { count, importOf } from './sample-import.ts';

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

describe('the next step after a failure', () => {
  it('follows the cause that the service names', () => {
    const step = (cause?: 'document' | 'host' | 'limit' | 'service') =>
      nextStepOf({ code: 'x', message: 'x', ...(cause === undefined ? {} : { cause }) });
    expect(step('document')).toBe('Correct the document and upload it again.');
    expect(step('host')).toMatch(/host of the document/);
    expect(step('limit')).toMatch(/raise the limit/);
    expect(step()).toBe(step('service'));
  });
});
