import { isObject } from '@connectory/json';
import { referencedNames, renameReferences } from './definition-references.ts';
import { type Extras, linksOf, type OperationBody } from './operation-body.ts';

/** The definitions that an entity refers to: links by id, references in schemas and extras by name. */
export interface References {
  readonly ids: ReadonlySet<string>;
  readonly names: ReadonlySet<string>;
}

export const noReferences: References = { ids: new Set(), names: new Set() };

export function referencesOf(operation: OperationBody): References {
  const extras: readonly (Extras | undefined)[] = [
    operation.openapi,
    operation.requestBody?.openapi,
    ...operation.responses.map(({ openapi }) => openapi),
    ...operation.parameters.map(({ openapi }) => openapi),
  ];
  return {
    ids: new Set(linksOf(operation).map(({ definition }) => definition.id)),
    names: new Set(extras.flatMap((it) => (it === undefined ? [] : [...referencedNames(it)]))),
  };
}

/** Replaces the name of a definition in all extras of an operation. */
export function renameInExtras(operation: OperationBody, from: string, to: string): OperationBody {
  const rename = <Part extends { readonly openapi?: Extras | undefined }>(part: Part): Part =>
    part.openapi === undefined ? part : { ...part, openapi: renamed(part.openapi, from, to) };
  return {
    ...rename(operation),
    parameters: operation.parameters.map(rename),
    ...(operation.requestBody === undefined ? {} : { requestBody: rename(operation.requestBody) }),
    responses: operation.responses.map(rename),
  };
}

function renamed(extras: Extras, from: string, to: string): Extras {
  const value = renameReferences(extras, from, to);
  return isObject(value) ? value : extras;
}
