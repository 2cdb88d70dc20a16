import { z } from 'zod';
import type { WireType } from './wire-type.ts';

/** Quotas that requests of an organisation can exceed. */
export const exceedableQuotas = [
  'waitingImports',
  'connectors',
  'storedBytes',
  'uploads',
  'diffs',
  'eventStreams',
] as const;

export type ExceedableQuota = (typeof exceedableQuotas)[number];

export const exceededQuota = z
  .looseObject({
    name: z.enum(exceedableQuotas),
    used: z.int(),
    allowed: z.int(),
    position: z
      .int()
      .optional()
      .meta({ description: 'For waitingImports: the place that the import would have had in the queue.' }),
  })
  .meta({ id: 'ExceededQuota' });

export type ExceededQuota = WireType<typeof exceededQuota>;

const quota = z
  .looseObject({
    value: z.int().meta({ description: '0 for no limit.' }),
    unit: z.string(),
    setting: z.string().meta({ description: 'The setting of organisations without their own value. Empty for none.' }),
    isOwn: z.boolean().meta({ description: 'Whether operators have set the value for this organisation.' }),
    used: z
      .int()
      .optional()
      .meta({ description: 'For uploads, diffs and eventStreams: by the API process that responds.' }),
  })
  .meta({ id: 'Quota' });

export type Quota = WireType<typeof quota>;

export const organisationQuotas = z
  .looseObject({
    importWeight: quota,
    runningImports: quota,
    waitingImports: quota,
    connectors: quota,
    storedBytes: quota,
    uploads: quota,
    diffs: quota,
    eventStreams: quota,
  })
  .meta({ id: 'OrganisationQuotas' });

export type OrganisationQuotas = WireType<typeof organisationQuotas>;

const count = (max: number) =>
  z
    .int({ error: 'must be a whole number' })
    .min(0, 'must not be negative')
    .max(max, `must be at most ${max}`)
    .optional();

const maxCount = 2 ** 31 - 1;

/** A member that is absent takes the value of the settings. */
export const organisationQuotasUpdate = z
  .strictObject({
    importWeight: z
      .int({ error: 'must be a whole number' })
      .min(1, 'must be at least 1')
      .max(1_000, 'must be at most 1000')
      .optional()
      .meta({ description: 'Imports in each turn of the organisation. Default: 1.' }),
    runningImports: count(maxCount),
    waitingImports: count(maxCount),
    connectors: count(maxCount),
    storedBytes: count(Number.MAX_SAFE_INTEGER),
    uploads: count(maxCount),
    diffs: count(maxCount),
    eventStreams: count(maxCount),
  })
  .meta({
    id: 'OrganisationQuotasUpdate',
    description: '0 for no limit. A member that is absent takes the value of the settings.',
  });

export type OrganisationQuotasUpdate = z.infer<typeof organisationQuotasUpdate>;
