import { z } from 'zod';
import { failureCauses } from '../import-failures.ts';
import { exceededQuota } from './quotas.ts';
import type { WireType } from './wire-type.ts';

/** A ULID: 26 characters of Crockford's base 32. */
export const ulid = z
  .string()
  .regex(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/, 'must be a ULID: 26 characters of Crockford base 32')
  .meta({ format: 'ulid', description: 'A ULID.' });

/** RFC 3339 in UTC with milliseconds. */
export const timestamp = z.iso
  .datetime({ precision: 3 })
  .meta({ description: 'A time in UTC, RFC 3339 with milliseconds.' });

export const severity = z.enum(['info', 'warning', 'error']).meta({ id: 'MessageSeverity' });

export const location = z
  .looseObject({
    pointer: z.string().meta({ description: 'JSON Pointer (RFC 6901) into the uploaded document.' }),
    line: z.int().min(1).optional(),
    column: z.int().min(1).optional(),
    file: z.string().optional().meta({
      description:
        'For a document of several files: the file, unless it is the root document. `overlay <name>` if an overlay put the place there; the pointer is that of its action then.',
    }),
  })
  .meta({ id: 'MessageLocation' });

export const message = z
  .looseObject({
    code: z.string().optional().meta({ description: 'Stable code; the list of messages describes each.' }),
    text: z.string(),
    severity,
    detail: z.array(z.string()).optional().meta({ description: 'One line per place.' }),
    locations: z.array(location).optional(),
  })
  .meta({ id: 'Message', description: 'What was not imported as written, and where.' });

export type Message = WireType<typeof message>;

export const errorField = z.looseObject({ field: z.string(), message: z.string() }).meta({ id: 'ErrorField' });

export const errorShape = {
  code: z.string().meta({ description: 'Stable code for programs.' }),
  message: z.string().meta({ description: 'Text for people: what is wrong and what to do.' }),
  fields: z.array(errorField).optional(),
  details: z.string().optional(),
};

export const error = z
  .looseObject({
    ...errorShape,
    quota: exceededQuota.optional().meta({ description: 'The quota that the request would have exceeded.' }),
  })
  .meta({ id: 'Error' });

export type ErrorBody = WireType<typeof error>;

export const importFailure = z
  .looseObject({
    code: errorShape.code,
    message: errorShape.message,
    details: errorShape.details,
    cause: z.enum(failureCauses).optional().meta({
      description:
        'Where the cause is: the document, its host, the request, a limit of the service, or the service itself.',
    }),
  })
  .meta({ id: 'ImportFailure', description: 'Why an import failed.' });

export type ImportFailure = WireType<typeof importFailure>;

export const importError = z
  .looseObject({ ...errorShape, messages: z.array(message).optional() })
  .meta({ id: 'ImportHTTPConnectorError', description: 'Why a document could not be imported.' });

export type ImportError = WireType<typeof importError>;

/** Fields of every page, beside its items. */
export const pageShape = {
  totalCount: z.int(),
  next: z.string().optional().meta({ description: 'Cursor of the next page, for `after`. Absent on the last page.' }),
  prev: z
    .string()
    .optional()
    .meta({ description: 'Cursor of the previous page, for `before`. Absent on the first page.' }),
};

export type PageInfo = WireType<z.ZodObject<typeof pageShape>>;
