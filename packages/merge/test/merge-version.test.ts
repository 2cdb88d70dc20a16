import { describe, it } from 'vitest';
import { checkMerge } from './check-merge.ts';

const runs = Number(process.env['MERGE_RUNS'] ?? 300);

describe('merging random versions', () => {
  it('loses no edit without a message, leaves unedited entities as imported, and merges once', () => {
    checkMerge(runs);
  }, 3_600_000);
});
