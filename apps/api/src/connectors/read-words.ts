import type { Request } from 'express';
import { ApiError } from '../http/api-error.ts';
import { queryText } from '../http/paging.ts';

const maxLength = 200;
const maxWords = 10;

/** Reads the words of the parameter `q`. @throws ApiError */
export function readWords(request: Request): readonly string[] {
  const text = queryText(request, 'q') ?? '';
  const words = text.split(/\s+/).filter((word) => word !== '');
  if (text.length <= maxLength && words.length > 0 && words.length <= maxWords) return words;
  const message = `must be 1 to ${maxWords} words of at most ${maxLength} characters in all`;
  throw new ApiError('request_invalid', `"q" ${message}.`, { fields: [{ field: 'q', message }] });
}
