import { z } from 'zod';
import { sampleIds } from './sample-ids.ts';

/** A ULID: 26 characters of Crockford's base 32. */
export const ulid = z
  .string()
  .regex(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/, 'must be a ULID: 26 characters of Crockford base 32')
  .meta({ format: 'ulid', description: 'A ULID.', examples: [sampleIds.connector] });

/** RFC 3339 in UTC with milliseconds. */
export const timestamp = z.iso
  .datetime({ precision: 3 })
  .meta({ description: 'A time in UTC, RFC 3339 with milliseconds.', examples: ['2026-01-31T09:30:00.000Z'] });
