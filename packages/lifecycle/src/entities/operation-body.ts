import type { Json } from '@connectory/json';
import { parseStored } from '../stored/stored-json.ts';
import { removeSchemaBase } from '../versions/version-content.ts';
import { schemaBasePlaceholder } from '../versions/render-bodies.ts';

/** A finding about an entity, as the contract's ActionError. `field` is a JSON Pointer into the entity. */
export interface EntityError {
  readonly field: string;
  readonly message: string;
  readonly severity: 'error' | 'warning';
}

/** A definition as it is nested in an action or trigger. */
export interface NestedDefinition {
  readonly id: string;
  readonly name: string;
  readonly accept: readonly string[];
  readonly description?: string | undefined;
}

export interface DefinitionLink {
  readonly id: string;
  readonly definition: NestedDefinition;
}

export type Extras = { readonly [key: string]: Json };

export interface StoredParameter {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  readonly type: string;
  readonly default?: Json | undefined;
  readonly openapi?: Extras | undefined;
}

export interface StoredRequestBody {
  readonly required: boolean;
  readonly definitions: readonly DefinitionLink[];
  readonly openapi?: Extras | undefined;
}

export interface StoredResponse {
  readonly id: string;
  readonly status?: number | undefined;
  readonly definitions: readonly DefinitionLink[];
  readonly openapi?: Extras | undefined;
}

/** The contract's Action or Trigger, as stored. */
export interface OperationBody {
  readonly id: string;
  readonly type: 'http';
  readonly name: string;
  readonly summary?: string | undefined;
  readonly description?: string | undefined;
  readonly method: string;
  /** Absent for triggers. */
  readonly path?: string | undefined;
  readonly parameters: readonly StoredParameter[];
  readonly requestBody?: StoredRequestBody | undefined;
  readonly responses: readonly StoredResponse[];
  readonly openapi?: Extras | undefined;
  /** Absent until the entity is checked: imports do not check entities. */
  readonly errors?: readonly EntityError[] | undefined;
}

/** @param text the column `body` of an action or trigger. */
export function parseOperationBody(text: string): OperationBody {
  return parseStored<OperationBody>(removeSchemaBase(text));
}

/** The text that an import would store, followed by the errors. */
export function writeOperationBody(operation: OperationBody): string {
  const { id, type, name, summary, description, method, path, parameters } = operation;
  const { requestBody, responses, openapi, errors } = operation;
  const head = JSON.stringify({ id, type, name, summary, description, method, path, parameters });
  const parts = [head.slice(0, -1)];
  if (requestBody !== undefined) parts.push(`,"requestBody":${writePart(requestBody)}`);
  parts.push(`,"responses":[${responses.map(writePart).join(',')}]`);
  if (openapi !== undefined) parts.push(`,"openapi":${JSON.stringify(openapi)}`);
  if (errors !== undefined) parts.push(`,"errors":${JSON.stringify(errors)}`);
  return `${parts.join('')}}`;
}

function writePart({ definitions, openapi, ...head }: StoredRequestBody | StoredResponse): string {
  const links = definitions.map(({ id, definition }) => `{"id":"${id}","definition":${writeNested(definition)}}`);
  const extras = openapi === undefined ? '' : `,"openapi":${JSON.stringify(openapi)}`;
  return `${JSON.stringify(head).slice(0, -1)},"definitions":[${links.join(',')}]${extras}}`;
}

function writeNested({ id, name, accept, description }: NestedDefinition): string {
  const head = JSON.stringify({ id, name, accept, description });
  return `${head.slice(0, -1)},"url":"${schemaUrl(name)}"}`;
}

/** The URL of a definition's schema in a stored body. */
export function schemaUrl(name: string): string {
  return `${schemaBasePlaceholder}${name}.json`;
}

/** All definitions that an operation links, with repetitions. */
export function linksOf({ requestBody, responses }: OperationBody): readonly DefinitionLink[] {
  return [...(requestBody?.definitions ?? []), ...responses.flatMap(({ definitions }) => definitions)];
}

/** Replaces the linked definitions of an operation. */
export function mapLinks(operation: OperationBody, map: (nested: NestedDefinition) => NestedDefinition): OperationBody {
  const mapPart = <Part extends StoredRequestBody | StoredResponse>(part: Part): Part => ({
    ...part,
    definitions: part.definitions.map(({ id, definition }) => ({ id, definition: map(definition) })),
  });
  return {
    ...operation,
    ...(operation.requestBody === undefined ? {} : { requestBody: mapPart(operation.requestBody) }),
    responses: operation.responses.map(mapPart),
  };
}
