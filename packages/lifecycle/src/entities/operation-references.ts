import type { Json } from '@connectory/json';
import { namesOfPlaces, referencedNames, renameReferences, replaceName } from '@connectory/merge';
import { type Extras, linksOf, type OperationBody } from './operation-body.ts';

/** The definitions that an entity refers to: links by id, references in schemas and extras by name. */
export interface References {
  readonly ids: ReadonlySet<string>;
  readonly names: ReadonlySet<string>;
  /** Names of those to whose inner places it refers. */
  readonly placed: ReadonlySet<string>;
}

export const noReferences: References = { ids: new Set(), names: new Set(), placed: new Set() };

export function referencesOfSchema(schema: Json): References {
  return { ids: new Set(), names: referencedNames(schema), placed: namesOfPlaces(schema) };
}

export function referencesOf(operation: OperationBody): References {
  const extras: readonly (Extras | undefined)[] = [
    operation.openapi,
    operation.requestBody?.openapi,
    ...operation.responses.map(({ openapi }) => openapi),
    ...operation.parameters.map(({ openapi }) => openapi),
  ];
  return {
    ids: new Set(linksOf(operation).map(({ definition }) => definition.id)),
    names: namesIn(extras, referencedNames),
    placed: namesIn(extras, namesOfPlaces),
  };
}

function namesIn(
  extras: readonly (Extras | undefined)[],
  namesOf: (value: Json) => ReadonlySet<string>,
): ReadonlySet<string> {
  return new Set(extras.flatMap((it) => (it === undefined ? [] : [...namesOf(it)])));
}

/** Replaces the name of a definition in all extras of an operation. */
export function renameInExtras(operation: OperationBody, from: string, to: string): OperationBody {
  const rename = <Part extends { readonly openapi?: Extras | undefined }>(part: Part): Part =>
    part.openapi === undefined ? part : { ...part, openapi: renameReferences(part.openapi, replaceName(from, to)) };
  return {
    ...rename(operation),
    parameters: operation.parameters.map(rename),
    ...(operation.requestBody === undefined ? {} : { requestBody: rename(operation.requestBody) }),
    responses: operation.responses.map(rename),
  };
}
