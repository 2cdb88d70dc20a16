import { z } from 'zod';
import { about } from './about.ts';
import { failureCauses } from './import-failures.ts';
import { exceededQuota } from './quotas.ts';
import type { WireType } from './wire-type.ts';

export const severity = z
  .enum(['info', 'warning', 'error'])
  .meta({ id: 'MessageSeverity', description: 'How much a message matters.' });

export const location = z
  .looseObject({
    pointer: z.string().meta(about('JSON Pointer (RFC 6901) into the uploaded document.', '/paths/~1pets/get')),
    line: z.int().min(1).optional().meta(about('Line of the place, from 1.', 12)),
    column: z.int().min(1).optional().meta(about('Column of the place, from 1.', 7)),
    file: z
      .string()
      .optional()
      .meta(
        about(
          'For a document of several files: the file, unless it is the root document. `overlay <name>` if an overlay put the place there; the pointer is that of its action then.',
          'schemas/pet.yaml',
        ),
      ),
  })
  .meta({ id: 'MessageLocation', description: 'A place in a document.' });

export const message = z
  .looseObject({
    code: z.string().optional().meta(about('Stable code; the list of messages describes each.', 'PARAM_TYPE_UNKNOWN')),
    text: z.string().meta(about('What is wrong and what was done.', '[PARAM_TYPE_UNKNOWN] 1 parameter has no type')),
    severity,
    detail: z
      .array(z.string())
      .optional()
      .meta(about('One line per place.', ['/paths/~1pets/get (12:7): the parameter limit is a string'])),
    locations: z.array(location).optional().meta(about('The places, in the order of `detail`.')),
  })
  .meta({ id: 'Message', description: 'What was not imported as written, and where.' });

export type Message = WireType<typeof message>;

export const errorField = z
  .looseObject({
    field: z.string().meta(about('Path of the field, as `a[0].b`.', 'metadata.version')),
    message: z.string().meta(about('What is wrong with it.', 'must have at most 200 characters')),
  })
  .meta({ id: 'ErrorField', description: 'An invalid field of a request.' });

export const errorShape = {
  code: z.string().meta(about('Stable code for programs.', 'request_invalid')),
  message: z.string().meta(about('Text for people: what is wrong and what to do.', 'The body has invalid fields.')),
  fields: z.array(errorField).optional().meta(about('The invalid fields. Absent if no field is to blame.')),
  details: z.string().optional().meta(about('What to do next.', 'Correct the fields that the error lists.')),
};

export const error = z
  .looseObject({
    ...errorShape,
    quota: exceededQuota.optional().meta({ description: 'The quota that the request would have exceeded.' }),
  })
  .meta({ id: 'Error', description: 'Why a request failed.' });

export type ErrorBody = WireType<typeof error>;

export const importFailure = z
  .looseObject({
    code: errorShape.code,
    message: errorShape.message,
    details: errorShape.details,
    cause: z
      .enum(failureCauses)
      .optional()
      .meta(
        about(
          'Where the cause is: the document, its host, the request, a limit of the service, or the service itself.',
        ),
      ),
  })
  .meta({ id: 'ImportFailure', description: 'Why an import failed.' });

export type ImportFailure = WireType<typeof importFailure>;

export const importError = z
  .looseObject({
    ...errorShape,
    messages: z.array(message).optional().meta(about('The messages of the import, most severe first.')),
  })
  .meta({ id: 'ImportHTTPConnectorError', description: 'Why a document could not be imported.' });

export type ImportError = WireType<typeof importError>;

const cursor = 'eyJvIjoxfQ';

export const nextCursor = z
  .string()
  .optional()
  .meta(about('Cursor of the next page, for `after`. Absent on the last page.', cursor));

/** Fields of every page, beside its items. */
export const pageShape = {
  totalCount: z.int().meta(about('Number of items on all pages. Long lists are counted up to 10,000.', 42)),
  next: nextCursor,
  prev: z
    .string()
    .optional()
    .meta(about('Cursor of the previous page, for `before`. Absent on the first page.', cursor)),
};

export type PageInfo = WireType<z.ZodObject<typeof pageShape>>;
