import { z } from 'zod';
import { about, described } from './about.ts';
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
    name: z.enum(exceedableQuotas).meta(about('Name of the quota.')),
    used: z.int().meta(about('What the organisation uses.', 100)),
    allowed: z.int().meta(about('What it may use.', 100)),
    position: z
      .int()
      .optional()
      .meta(about('For waitingImports: the place that the import would have had in the queue.', 101)),
  })
  .meta({ id: 'ExceededQuota', description: 'A quota that a request would have exceeded.' });

export type ExceededQuota = WireType<typeof exceededQuota>;

const quota = z
  .looseObject({
    value: z.int().meta(about('0 for no limit.', 100)),
    unit: z.string().meta(about('Unit of the value.', 'imports')),
    setting: z
      .string()
      .meta(
        about('The setting of organisations without their own value. Empty for none.', 'ORGANISATION_WAITING_IMPORTS'),
      ),
    isOwn: z.boolean().meta(about('Whether operators have set the value for this organisation.')),
    used: z.int().optional().meta(about('For uploads, diffs and eventStreams: by the API process that responds.', 3)),
  })
  .meta({ id: 'Quota', description: 'A quota of an organisation, and what it uses.' });

export type Quota = WireType<typeof quota>;

/** The limit of each quota. */
const limited = {
  importWeight: 'Imports in each turn of the organisation',
  runningImports: 'Imports that run at a time',
  waitingImports: 'Imports that wait',
  connectors: 'Connectors',
  storedBytes: 'Stored bytes',
  uploads: 'Uploads at a time',
  diffs: 'Diffs and exports at a time',
  eventStreams: 'Event streams at a time',
} as const;

const quotaOf = (name: keyof typeof limited) => described(quota, `${limited[name]}.`);

export const organisationQuotas = z
  .looseObject({
    importWeight: quotaOf('importWeight'),
    runningImports: quotaOf('runningImports'),
    waitingImports: quotaOf('waitingImports'),
    connectors: quotaOf('connectors'),
    storedBytes: quotaOf('storedBytes'),
    uploads: quotaOf('uploads'),
    diffs: quotaOf('diffs'),
    eventStreams: quotaOf('eventStreams'),
  })
  .meta({ id: 'OrganisationQuotas', description: 'The quotas of an organisation.' });

export type OrganisationQuotas = WireType<typeof organisationQuotas>;

const count = (name: keyof typeof limited, max: number, example: number) =>
  z
    .int({ error: 'must be a whole number' })
    .min(0, 'must not be negative')
    .max(max, `must be at most ${max}`)
    .optional()
    .meta(about(`${limited[name]}; 0 for no limit.`, example));

const maxCount = 2 ** 31 - 1;

/** A member that is absent takes the value of the settings. */
export const organisationQuotasUpdate = z
  .strictObject({
    importWeight: z
      .int({ error: 'must be a whole number' })
      .min(1, 'must be at least 1')
      .max(1_000, 'must be at most 1000')
      .optional()
      .meta(about('Imports in each turn of the organisation. Default: 1.', 2)),
    runningImports: count('runningImports', maxCount, 4),
    waitingImports: count('waitingImports', maxCount, 100),
    connectors: count('connectors', maxCount, 1_000),
    storedBytes: count('storedBytes', Number.MAX_SAFE_INTEGER, 10_000_000_000),
    uploads: count('uploads', maxCount, 8),
    diffs: count('diffs', maxCount, 2),
    eventStreams: count('eventStreams', maxCount, 50),
  })
  .meta({
    id: 'OrganisationQuotasUpdate',
    description: '0 for no limit. A member that is absent takes the value of the settings.',
  });

export type OrganisationQuotasUpdate = z.infer<typeof organisationQuotasUpdate>;
