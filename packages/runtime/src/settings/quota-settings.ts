import { integer } from './setting-kinds.ts';

/** Shares of one organisation. Operators can set another value for an organisation. */
export const quotas = {
  ORGANISATION_RUNNING_IMPORTS: integer('Running imports from which on others go first; `0` for no limit', {
    default: 4,
    min: 0,
    max: 100_000,
    unit: 'imports',
  }),
};
