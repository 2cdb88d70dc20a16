import { integer, optionalText } from './setting-kinds.ts';

export const documents = {
  MAX_JSON_BYTES: integer('Size of a JSON body', {
    default: 1024 * 1024,
    min: 1_024,
    max: 64 * 1024 * 1024,
    unit: 'bytes',
  }),
  MAX_UPLOAD_BYTES: integer('Size of a document as uploaded', {
    default: 64 * 1024 * 1024,
    min: 1,
    max: 2 ** 31 - 1,
    unit: 'bytes',
  }),
  MAX_DOCUMENT_BYTES: integer('Size of a document after decompression', {
    default: 256 * 1024 * 1024,
    min: 1,
    max: 2 ** 31 - 1,
    unit: 'bytes',
  }),
  MAX_OVERLAY_VALUES: integer(
    'Values that the overlays of one import may write, besides five for each value of its document',
    { default: 200_000, min: 1_000, max: 100_000_000, unit: 'values' },
  ),
  MAX_DOCUMENT_DEPTH: integer('Nesting depth of a document', { default: 500, min: 10, max: 1_000, unit: 'levels' }),
  MAX_DOCUMENT_NODES: integer('Number of values in a document', {
    default: 20_000_000,
    min: 1_000,
    max: 200_000_000,
    unit: 'values',
  }),
  MAX_ARCHIVE_FILES: integer('Files that the root document of an archive reaches', {
    default: 10_000,
    min: 1,
    max: 1_000_000,
    unit: 'files',
  }),
  MAX_ARCHIVE_REFERENCES: integer('References in these files', {
    default: 200_000,
    min: 1,
    max: 100_000_000,
    unit: 'references',
  }),
};

export const outbound = {
  OUTBOUND_ALLOW: optionalText('Hosts, addresses and networks to allow though not public'),
  OUTBOUND_NAME_SERVERS: optionalText('Name servers for hosts that users give', { shownDefault: 'the system’s' }),
  OUTBOUND_MAX_HEADER_BYTES: integer('Size of the headers of one response', {
    default: 16_384,
    min: 1_024,
    max: 1_048_576,
    unit: 'bytes',
  }),
};

export const schemaUrls = {
  SCHEMA_URL_TIMEOUT_SECONDS: integer('Time to fetch a document, with all its files', {
    default: 60,
    min: 1,
    max: 3_600,
    unit: 'seconds',
  }),
  SCHEMA_URL_IDLE_SECONDS: integer('Time to connect, to respond, and between two chunks', {
    default: 10,
    min: 1,
    max: 600,
    unit: 'seconds',
  }),
  SCHEMA_URL_MAX_REDIRECTS: integer('Redirects in a row', { default: 5, min: 0, max: 20, unit: 'redirects' }),
  SCHEMA_URL_MAX_FILES: integer('Files of one document', { default: 50, min: 1, max: 1_000, unit: 'files' }),
};

export const notifications = {
  CALLBACK_TIMEOUT_SECONDS: integer('Time for a receiver to respond', {
    default: 10,
    min: 1,
    max: 300,
    unit: 'seconds',
  }),
  CALLBACK_RETRY_SECONDS: integer('Time during which delivery is retried', {
    default: 86_400,
    min: 0,
    max: 2_592_000,
    unit: 'seconds',
  }),
  CALLBACK_CONCURRENCY: integer('Concurrent deliveries of one worker', {
    default: 8,
    min: 1,
    max: 1_000,
    unit: 'deliveries',
  }),
};

export const imports = {
  WORKER_CONCURRENCY: integer('Concurrent imports of one worker', { default: 2, min: 1, max: 256, unit: 'imports' }),
  WORKER_BULK_CONCURRENCY: integer('Concurrent imports of bulk re-imports; `0` for none', {
    default: 1,
    min: 0,
    max: 256,
    unit: 'imports',
  }),
  IMPORT_TIMEOUT_SECONDS: integer('Time limit of one import', { default: 300, min: 1, max: 86_400, unit: 'seconds' }),
  IMPORT_HEAP_MB: integer('JavaScript heap of an import’s child process', {
    default: 1_024,
    min: 64,
    max: 65_536,
    unit: 'MB',
  }),
  IMPORT_OUTPUT_FACTOR: integer('Bytes that an import may amount to for each byte of its document', {
    default: 50,
    min: 1,
    max: 10_000,
    unit: 'bytes',
  }),
  IMPORT_MAX_OUTPUT_BYTES: integer('Bytes that any import may amount to', {
    default: 536_870_912,
    min: 1_048_576,
    max: 17_179_869_184,
    unit: 'bytes',
  }),
  IMPORT_MAX_ATTEMPTS: integer('Attempts before an import fails', { default: 5, min: 1, max: 100, unit: 'attempts' }),
  IMPORT_MAX_DIFF_BYTES: integer('Size of two versions that an import compares', {
    default: 100_663_296,
    min: 0,
    max: 17_179_869_184,
    unit: 'bytes',
  }),
  IMPORT_MAX_PLACES_BYTES: integer('Size of the places of messages that are stored with an import', {
    default: 67_108_864,
    min: 0,
    max: 268_435_456,
    unit: 'bytes',
  }),
  IMPORT_RETENTION_DAYS: integer('Time for which an ended import is kept', {
    default: 30,
    min: 1,
    max: 36_500,
    unit: 'days',
  }),
};

export const diffs = {
  MAX_DIFF_BYTES: integer('Size of two versions that are compared on request', {
    default: 268_435_456,
    min: 0,
    max: 17_179_869_184,
    unit: 'bytes',
  }),
  DIFF_TIMEOUT_SECONDS: integer('Time limit of one diff', { default: 300, min: 1, max: 86_400, unit: 'seconds' }),
  DIFF_HEAP_MB: integer('JavaScript heap of a diff’s child process', {
    default: 1_024,
    min: 64,
    max: 65_536,
    unit: 'MB',
  }),
};
