import type { Json } from '@connectory/importer';
import { openApiObjects } from './openapi-objects.ts';
import { swaggerObjects } from './swagger-objects.ts';

export type SpecVersion = '2.0' | '3.0' | '3.1' | '3.2';
export const specVersions: readonly SpecVersion[] = ['2.0', '3.0', '3.1', '3.2'];

/** The values that a member takes: those listed, or objects of a kind, alone, in a list or in a map with these keys. */
export type Shape =
  | { readonly values: readonly Json[] }
  | { readonly object: string }
  | { readonly list: Shape }
  | { readonly map: Shape; readonly keys: readonly string[] };

export interface ObjectGrammar {
  readonly members: { readonly [name: string]: Shape };
  /** Groups of members of which an object has one at most. */
  readonly exclusive?: readonly (readonly string[])[];
  /** Forms of the object: the members that one form has, with fixed values for some. */
  readonly forms?: readonly {
    readonly fixed: { readonly [name: string]: Json };
    readonly members: readonly string[];
  }[];
  /** Members that every generated object has. */
  readonly required?: readonly string[];
  /** Where objects of this kind are shared: a pointer of the document. */
  readonly home?: string;
  /** Whether extensions are allowed; true when absent. */
  readonly isExtensible?: boolean;
}

/** The members of each kind of object, by version. Written from the specification, independently of the importer's own tables. */
export function grammarOf(version: SpecVersion): { readonly [kind: string]: ObjectGrammar } {
  return version === '2.0' ? swaggerObjects : openApiObjects(version);
}
