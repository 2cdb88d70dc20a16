import { describe, expect, it } from 'vitest';
import { stagesOf } from '../src/import/stages-of.ts';
import { importOf } from './sample-import.ts';

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
