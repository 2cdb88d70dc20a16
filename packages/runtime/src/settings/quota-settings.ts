import { integer } from './setting-kinds.ts';

/** Shares of one organisation. Operators can set other values for an organisation. */
export const quotas = {
  ORGANISATION_RUNNING_IMPORTS: integer('Running imports from which on others go first; `0` for no limit', {
    default: 4,
    min: 0,
    max: 100_000,
    unit: 'imports',
  }),
  ORGANISATION_WAITING_IMPORTS: integer('Waiting imports; `0` for no limit', {
    default: 5_000,
    min: 0,
    max: 10_000_000,
    unit: 'imports',
  }),
  ORGANISATION_CONNECTORS: integer('Connectors; `0` for no limit', {
    default: 100_000,
    min: 0,
    max: 100_000_000,
    unit: 'connectors',
  }),
  ORGANISATION_STORED_BYTES: integer('Bytes of stored documents, each document once; `0` for no limit', {
    default: 100 * 1024 ** 3,
    min: 0,
    max: 2 ** 53 - 1,
    unit: 'bytes',
  }),
  ORGANISATION_UPLOADS: integer('Uploads at a time, of one API process; `0` for no limit', {
    default: 64,
    min: 0,
    max: 100_000,
    unit: 'uploads',
  }),
  ORGANISATION_DIFFS: integer('Diffs and proofs at a time, of one API process; `0` for no limit', {
    default: 8,
    min: 0,
    max: 100_000,
    unit: 'diffs',
  }),
  ORGANISATION_EVENT_STREAMS: integer('Event streams at a time, of one API process; `0` for no limit', {
    default: 500,
    min: 0,
    max: 1_000_000,
    unit: 'streams',
  }),
};
