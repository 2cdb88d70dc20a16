import multer from 'multer';
import { ApiError } from './api-error.ts';

/** Maps an error of reading a multipart body; undefined for any other error. */
export function multerFault(thrown: unknown): ApiError | undefined {
  if (thrown instanceof multer.MulterError) return fromCode(thrown);
  if (!(thrown instanceof Error)) return undefined;
  // Multer and its parser throw these without a code.
  if (
    /^(Unexpected end of form|Malformed part header|Multipart: Boundary not found|Request aborted|Missing Content-Type|Request closed)/i.test(
      thrown.message,
    )
  ) {
    return new ApiError('multipart_invalid', `The multipart body cannot be read: ${thrown.message}.`);
  }
  return undefined;
}

/** Codes for names of fields such as `metadata[a][b]`, which the types of multer do not list in full. */
const unknownNames: ReadonlySet<string> = new Set([
  'LIMIT_FIELD_NESTING',
  'LIMIT_FIELD_ARRAY_INDEX',
  'LIMIT_FIELD_KEY',
  'INVALID_FIELD_NAME',
]);

function fromCode(error: multer.MulterError): ApiError {
  if (unknownNames.has(error.code))
    return new ApiError('part_unknown', `The part ${JSON.stringify(error.field ?? '')} is unknown.`);
  switch (error.code) {
    case 'LIMIT_UNEXPECTED_FILE':
      if (error.field === 'file') return new ApiError('file_repeated', 'The part "file" was sent more than once.');
      if (error.field === 'overlay')
        return new ApiError('multipart_invalid', 'The part "overlay" was sent more than 10 times.');
      return new ApiError('part_unknown', `The part ${JSON.stringify(error.field ?? '')} is unknown.`);
    case 'LIMIT_FIELD_VALUE':
      return new ApiError(
        'body_too_large',
        `The part ${JSON.stringify(error.field ?? '')} exceeds the size limit of metadata.`,
      );
    default:
      return new ApiError('multipart_invalid', `The multipart body cannot be read: ${error.message}.`);
  }
}
