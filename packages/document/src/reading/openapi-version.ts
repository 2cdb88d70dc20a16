import type { DocumentNotice } from '@connectory/importer';
import { isArray, isObject, type Json, type JsonObject } from '@connectory/json';
import { FaultError, shorten } from '../faults/fault-error.ts';
import { recogniseArray, recogniseObject } from '../formats/object-formats.ts';
import { refuseFormat } from '../formats/other-format.ts';
import { recogniseText } from '../formats/text-formats.ts';
import { createNotice } from '../notices/create-notice.ts';
import { versionNotString } from '../notices/version-not-string.ts';

export interface DeclaredVersion {
  /** Such as `2.0`, `3.0.3` or `3.1.0`. */
  readonly openapi: string;
  readonly isSwagger2: boolean;
  readonly notices: readonly DocumentNotice[];
}

/**
 * Reads the specification version that a document declares.
 * @throws FaultError when it is no OpenAPI document, or of an unsupported version.
 */
export function readVersion(root: Json): DeclaredVersion {
  if (!isObject(root)) throw notAnObject(root);
  const { openapi, swagger } = root;
  if (Object.hasOwn(root, 'openapi')) return readOpenApi(openapi);
  if (Object.hasOwn(root, 'swagger')) return readSwagger(swagger);
  throw notOpenApi(root);
}

function notOpenApi(document: JsonObject): FaultError {
  const format = recogniseObject(document);
  if (format !== undefined) return refuseFormat(format);
  const keys = Object.keys(document);
  const misspelt = keys.find((key) => /^(?:open-?api|swagger)(?:-?version)?$/i.test(key));
  const nextStep =
    misspelt === undefined
      ? 'Upload the root document of the API.'
      : `Its member ${JSON.stringify(misspelt)} has to be called "openapi" or "swagger", in lower case.`;
  const shown = keys.slice(0, 5).map((key) => shorten(key, 40));
  return new FaultError(
    'document_not_openapi',
    `The document has neither an "openapi" nor a "swagger" field at its top, so it is no OpenAPI document (its first keys: ${shown.join(', ') || 'none'}). ${nextStep}`,
  );
}

function notAnObject(root: Json): FaultError {
  const format = isArray(root) ? recogniseArray(root) : typeof root === 'string' ? recogniseText(root) : undefined;
  if (format !== undefined) return refuseFormat(format);
  const kind = isArray(root) ? 'an array' : root === null ? 'empty' : `a ${typeof root}`;
  return new FaultError(
    'document_not_object',
    `The document is ${kind}, but an OpenAPI document is an object with an "openapi" field.`,
  );
}

function readOpenApi(declared: Json | undefined): DeclaredVersion {
  const text = versionText(declared);
  if (/^3\.[012](\.|$|-)/.test(text))
    return { openapi: text, isSwagger2: false, notices: unquoted(declared, '/openapi', text) };
  throw unsupported('openapi', declared);
}

function readSwagger(declared: Json | undefined): DeclaredVersion {
  const text = versionText(declared);
  if (/^2(\.0)?$/.test(text))
    return { openapi: '2.0', isSwagger2: true, notices: unquoted(declared, '/swagger', '2.0') };
  throw unsupported('swagger', declared);
}

/** An unquoted `openapi: 3.0` in YAML is the number 3, so integers get their `.0` back. */
function versionText(declared: Json | undefined): string {
  if (typeof declared === 'number') return Number.isInteger(declared) ? `${declared}.0` : String(declared);
  return typeof declared === 'string' ? declared.trim() : '';
}

function unquoted(declared: Json | undefined, pointer: string, read: string): readonly DocumentNotice[] {
  return createNotice(versionNotString, typeof declared === 'number' ? [{ pointer, what: `read as "${read}"` }] : []);
}

function unsupported(field: string, declared: Json | undefined): FaultError {
  return new FaultError(
    'document_version_unsupported',
    `The document declares ${field}: ${JSON.stringify(declared)?.slice(0, 40) ?? 'nothing'}. Supported are OpenAPI 3.0, 3.1 and 3.2 ("openapi": "3.1.0") and Swagger 2.0 ("swagger": "2.0").`,
    [{ pointer: `/${field}` }],
  );
}
