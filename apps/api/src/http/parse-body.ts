import { setImmediate as nextTurn } from 'node:timers/promises';
import { maxFaults, type Parsed, parseInSteps } from '@connectory/contract';
import type { Request } from 'express';
import { ApiError } from './api-error.ts';

type SchemaOf<Value> = Parameters<typeof parseInSteps<Value>>[0];

/**
 * Parses a JSON body by its schema, as `parseInput` does.
 * @param subject start of the error text, such as `The connector`.
 * @throws ApiError with its invalid fields
 */
export function parseBody<Value>(schema: SchemaOf<Value>, request: Request, subject: string): Promise<Value> {
  return parseInput<Value>(schema, request.body, { name: 'body', subject, code: 'request_invalid' });
}

/** Parses part of a request by its schema, and lets other requests go on in between. @throws ApiError with its invalid fields */
export async function parseInput<Value>(
  schema: SchemaOf<Value>,
  input: unknown,
  { name, ...described }: { readonly name: string } & Described,
): Promise<Value> {
  const steps = parseInSteps<Value>(schema, input, name);
  let step = steps.next();
  for (; step.done !== true; step = steps.next()) await nextTurn();
  return requireParsed(step.value, described);
}

interface Described {
  readonly subject: string;
  readonly code: 'metadata_invalid' | 'request_invalid';
}

/** @throws ApiError with the invalid fields */
export function requireParsed<Value>(parsed: Parsed<Value>, { subject, code }: Described): Value {
  if (parsed.ok) return parsed.value;
  const fields = parsed.faults.map(({ field, message }) => ({ field, message }));
  const text = fields.map(({ field, message }) => `${field} ${message}`).join('; ');
  const more = fields.length < maxFaults ? '' : ' There may be more.';
  const reserved = parsed.faults.some((fault) => fault.code === 'version_reserved');
  throw new ApiError(reserved ? 'version_reserved' : code, `${subject} is invalid: ${text}.${more}`, { fields });
}
