import { isObject, type Json } from '@connectory/json';
import { member } from '../json/members.ts';
import type { HttpMethod } from '../model/connector-model.ts';

/** Path item fields for the methods of the contract. `connect` is no field of the specification. */
const methods: ReadonlyMap<string, HttpMethod> = new Map<string, HttpMethod>([
  ['get', 'GET'],
  ['put', 'PUT'],
  ['post', 'POST'],
  ['delete', 'DELETE'],
  ['options', 'OPTIONS'],
  ['head', 'HEAD'],
  ['patch', 'PATCH'],
  ['trace', 'TRACE'],
  ['connect', 'CONNECT'],
]);

/** The fields of a path item that hold operations. */
export const methodFields: ReadonlySet<string> = new Set(methods.keys());

/** Members of a path item that are no operations. */
const otherFields: ReadonlySet<string> = new Set(['$ref', 'summary', 'description', 'servers', 'parameters']);

/** The field of OpenAPI 3.2 that holds operations by the name of their method. */
export const additionalOperations = 'additionalOperations';

/** What a member of a path item is. `misspelt`: a method that the specification writes otherwise. */
export type MethodField =
  | { readonly kind: 'method' | 'misspelt'; readonly method: HttpMethod }
  | { readonly kind: 'unsupported' }
  | { readonly kind: 'none' };

/** Reads a member of a path item. A member that no version knows is an operation when its value looks like one. */
export function readMethodField(key: string, value: Json | undefined): MethodField {
  const exact = methods.get(key);
  if (exact !== undefined) return { kind: 'method', method: exact };
  if (key.startsWith('x-') || otherFields.has(key) || key === additionalOperations) return { kind: 'none' };
  const method = methods.get(key.toLowerCase());
  if (method !== undefined) return { kind: 'misspelt', method };
  if (key === 'query') return { kind: isObject(value) ? 'unsupported' : 'none' };
  return { kind: looksLikeOperation(value) ? 'unsupported' : 'none' };
}

/** Reads a name under `additionalOperations`, which is the method as it is sent. */
export function readAdditionalMethod(name: string): MethodField {
  if (name.startsWith('x-')) return { kind: 'none' };
  const method = methods.get(name.toLowerCase());
  if (method === undefined) return { kind: 'unsupported' };
  // OpenAPI 3.2 has no field for CONNECT, and forbids methods here that have one.
  return { kind: name === 'CONNECT' ? 'method' : 'misspelt', method };
}

function looksLikeOperation(value: Json | undefined): boolean {
  return isObject(value) && ['responses', 'operationId', 'requestBody'].some((key) => member(value, key) !== undefined);
}
