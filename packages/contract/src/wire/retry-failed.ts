import { z } from 'zod';
import { about } from './about.ts';
import { importFailures } from './import-failures.ts';
import type { WireType } from './wire-type.ts';

export const retryFailedRequest = z
  .strictObject({
    errorCode: z
      .enum(Object.keys(importFailures), 'must be the code of a failed import')
      .meta(about('Only imports that failed with this code.', 'import_attempts_exhausted')),
    after: z.string().max(200).optional().meta(about('`next` of the previous response.', 'MTowMUFSWg')),
  })
  .meta({
    id: 'RetryFailedRequest',
    description: 'Which failed imports to queue again.',
    examples: [{ errorCode: 'import_attempts_exhausted' }],
  });

export type RetryFailedRequest = z.infer<typeof retryFailedRequest>;

const skippedImports = z
  .looseObject({
    code: z.string().meta(about('Code of the error that retrying one of them alone gets.', 'version_exists')),
    imports: z.int().meta(about('Number of imports.', 1)),
  })
  .meta({ id: 'SkippedImports', description: 'Imports that cannot be queued again.' });

export const retriedImports = z
  .looseObject({
    retried: z.int().meta(about('Number of imports that were queued again.', 100)),
    skipped: z.array(skippedImports).meta(about('Imports that stay as they are, by reason.')),
    next: z
      .string()
      .optional()
      .meta(about('There are more imports: repeat the request with this as `after`.', 'MTowMUFSWg')),
  })
  .meta({ id: 'RetriedImports', description: 'What became of failed imports.' });

export type RetriedImports = WireType<typeof retriedImports>;
