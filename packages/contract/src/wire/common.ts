import { z } from 'zod';

/** A ULID: 26 characters of Crockford's base 32. */
export const ulid = z
  .string()
  .regex(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/)
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
      description: 'Of a document in several files: the one that is meant, when it is not the root document.',
    }),
  })
  .meta({ id: 'MessageLocation' });

export const message = z
  .looseObject({
    code: z.string().optional().meta({ description: 'Stable; the mapping rules list them all.' }),
    text: z.string(),
    severity,
    detail: z.array(z.string()).optional().meta({ description: 'One line for each place.' }),
    locations: z.array(location).optional(),
  })
  .meta({ id: 'Message', description: 'What could not be taken over as written, and where.' });

export type Message = z.infer<typeof message>;

export const errorField = z.looseObject({ field: z.string(), message: z.string() }).meta({ id: 'ErrorField' });

const errorShape = {
  code: z.string().meta({ description: 'Stable: what a program acts on.' }),
  message: z.string().meta({ description: 'For people: what is wrong, and what to do.' }),
  fields: z.array(errorField).optional(),
  details: z.string().optional(),
};

export const error = z.looseObject(errorShape).meta({ id: 'Error' });

export const importError = z
  .looseObject({ ...errorShape, messages: z.array(message).optional() })
  .meta({ id: 'ImportHTTPConnectorError', description: 'Why a document could not be imported.' });

export type ImportError = z.infer<typeof importError>;

/** What every page has beside its items. */
export const pageShape = {
  totalCount: z.int(),
  next: z.string().optional().meta({ description: 'For `after`: more items follow.' }),
  prev: z.string().optional().meta({ description: 'For `before`: items come before these.' }),
};
