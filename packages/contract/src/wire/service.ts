import { z } from 'zod';
import { organisationQuotas } from './quotas.ts';
import type { WireType } from './wire-type.ts';

const limit = z.looseObject({
  value: z.number(),
  unit: z.string(),
  setting: z.string().meta({ description: 'The setting that changes it. Empty for a fixed limit.' }),
});

const requestLimit = limit.optional().meta({ description: 'Absent if requests are not limited.' });

export const limits = z
  .looseObject({
    uploadBytes: limit,
    documentBytes: limit,
    documentDepth: limit,
    documentNodes: limit,
    archiveFiles: limit,
    archiveReferences: limit,
    jsonBytes: limit,
    requestSeconds: limit,
    reads: requestLimit,
    writes: requestLimit,
    failures: requestLimit,
    anonymous: requestLimit,
    metadataBytes: limit,
    schemaUrlSeconds: limit,
    schemaUrlIdleSeconds: limit,
    schemaUrlRedirects: limit,
    schemaUrlFiles: limit,
    schemaUrlHeaderBytes: limit,
    schemaUrlBytes: limit,
    callbackSeconds: limit,
    callbackRetrySeconds: limit,
    importSeconds: limit,
    importHeap: limit,
    importAttempts: limit,
    importPlacesBytes: limit,
    outputBytes: limit,
    outputFactor: limit,
    diffBytes: limit,
    diffSeconds: limit,
    diffHeap: limit,
    waitSeconds: limit,
    pageSize: limit,
    pageBytes: limit,
    largeResponses: limit,
    largeResponsesInAll: limit,
    responseStallSeconds: limit,
    quotas: organisationQuotas
      .optional()
      .meta({ description: 'Quotas of the organisation of the key. Absent for operators.' }),
  })
  .meta({ id: 'Limits' });

export type Limits = WireType<typeof limits>;

export const health = z.looseObject({ status: z.literal('ok') }).meta({ id: 'Health' });

export type Health = WireType<typeof health>;

export const readiness = z
  .looseObject({
    status: z.literal('ready'),
    database: z.literal('ok'),
    queue: z.literal('ok'),
    worker: z
      .enum(['ok', 'restarting'])
      .optional()
      .meta({ description: 'The worker of "connectory start". Reads do not need it; imports wait for it.' }),
  })
  .meta({ id: 'Readiness' });

export type Readiness = WireType<typeof readiness>;
