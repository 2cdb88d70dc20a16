import { z } from 'zod';
import { about, described } from './about.ts';
import { organisationQuotas } from './quotas.ts';
import type { WireType } from './wire-type.ts';

const limit = z
  .looseObject({
    value: z.number().meta(about('The limit.', 30)),
    unit: z.string().meta(about('Its unit.', 'seconds')),
    setting: z
      .string()
      .meta(about('The setting that changes it. Empty for a fixed limit.', 'SCHEMA_URL_TIMEOUT_SECONDS')),
  })
  .meta({ id: 'Limit', description: 'A limit in force.' });

const requestLimit = (limited: string) =>
  limit.optional().meta({ description: `${limited}. Absent if requests are not limited.` });

export const limits = z
  .looseObject({
    uploadBytes: described(limit, 'Size of an upload.'),
    documentBytes: described(limit, 'Size of a document after decompression.'),
    documentDepth: described(limit, 'Nesting of a document.'),
    documentNodes: described(limit, 'Values of a document.'),
    archiveFiles: described(limit, 'Files of an archive.'),
    archiveReferences: described(limit, 'References between the files of an archive.'),
    jsonBytes: described(limit, 'Size of a JSON body.'),
    requestSeconds: described(limit, 'Time to send a request.'),
    reads: requestLimit('Reads of a key'),
    writes: requestLimit('Writes of a key'),
    failures: requestLimit('Requests of an address with an invalid key'),
    anonymous: requestLimit('Requests of an address without a key'),
    requestsOfKey: requestLimit('Requests of a key in progress'),
    requestsOfOrganisation: requestLimit('Requests of an organisation in progress, over all its keys and tokens'),
    requestsOfAddress: requestLimit('Requests of an address in progress, without a key'),
    waitsOfKey: requestLimit('Requests of a key that wait for an import. Further ones do not wait'),
    metadataBytes: described(limit, 'Size of the metadata of an upload.'),
    schemaUrlSeconds: described(limit, 'Time to fetch a document.'),
    schemaUrlIdleSeconds: described(limit, 'Time without a byte of a fetched document.'),
    schemaUrlRedirects: described(limit, 'Redirects of a fetched document.'),
    schemaUrlFiles: described(limit, 'Files of a fetched document.'),
    schemaUrlHeaderBytes: described(limit, 'Size of the headers of a fetched document.'),
    schemaUrlBytes: described(limit, 'Size of a fetched document.'),
    callbackSeconds: described(limit, 'Time for one delivery of a notification.'),
    callbackRetrySeconds: described(limit, 'Time in which a notification is retried.'),
    importSeconds: described(limit, 'Duration of an import.'),
    importHeap: described(limit, 'Memory of an import.'),
    importAttempts: described(limit, 'Attempts of an import.'),
    importPlacesBytes: described(limit, 'Size of the stored places of messages.'),
    outputBytes: described(limit, 'Size of the result of an import.'),
    outputFactor: described(limit, 'Size of the result of an import, relative to its document.'),
    editEntityBytes: described(limit, 'Size of one entity or schema that an edit reads.'),
    editBytes: described(limit, 'Size of all entities or schemas that an edit reads at a time.'),
    diffBytes: described(limit, 'Size of a diff.'),
    diffSeconds: described(limit, 'Duration of a diff.'),
    diffHeap: described(limit, 'Memory of a diff.'),
    waitSeconds: described(limit, 'Wait that `Prefer` can ask for.'),
    pageSize: described(limit, 'Items of a page.'),
    pageBytes: described(limit, 'Size of a page.'),
    largeResponses: described(limit, 'Large responses to a key at a time.'),
    largeResponsesInAll: described(limit, 'Large responses at a time.'),
    responseStallSeconds: described(limit, 'Time in which a client reads nothing of a response.'),
    quotas: organisationQuotas
      .optional()
      .meta({ description: 'Quotas of the organisation of the key. Absent for operators.' }),
  })
  .meta({ id: 'Limits', description: 'All limits in force.' });

export type Limits = WireType<typeof limits>;

export const health = z
  .looseObject({
    status: z.literal('ok').meta(about('The process is alive.')),
    proof: z
      .string()
      .optional()
      .meta(
        about(
          'HMAC-SHA-256 of the header `Instance-Challenge`, base64url. Only of a server that "connectory start" runs, which shares the key with its data folder.',
          'mJqZ1mRk0cVdXQ2w3c1Z0Hn0m3eI5cWc9b7u0kq2cXs',
        ),
      ),
  })
  .meta({ id: 'Health', description: 'State of the process.' });

export type Health = WireType<typeof health>;

export const readiness = z
  .looseObject({
    status: z.literal('ready').meta(about('The service takes requests.')),
    database: z.literal('ok').meta(about('The database is reachable.')),
    queue: z.literal('ok').meta(about('The queue is reachable.')),
    worker: z
      .enum(['ok', 'restarting'])
      .optional()
      .meta({ description: 'The worker of "connectory start". Reads do not need it; imports wait for it.' }),
  })
  .meta({ id: 'Readiness', description: 'State of the service.' });

export type Readiness = WireType<typeof readiness>;
