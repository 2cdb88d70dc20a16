import { isObject, type Json } from '@connectory/json';
import {
  type DefinitionLink,
  type Extras,
  linksOf,
  type NestedDefinition,
  type OperationBody,
  type StoredParameter,
  type StoredRequestBody,
  type StoredResponse,
} from './operation-body.ts';

/** How a request names a definition. The id counts if it has both. */
export interface DefinitionRef {
  readonly id?: string | undefined;
  readonly name?: string | undefined;
}

interface RequestedLink {
  readonly id?: string | undefined;
  readonly definition: DefinitionRef;
}

/** Extras that are absent stay as they are; empty ones remove them. */
interface WithExtras {
  readonly openapi?: { readonly [key: string]: unknown } | undefined;
}

/** The contract's ActionCreate, Action, TriggerCreate or Trigger, as a client sends it. */
export interface OperationRequest extends WithExtras {
  readonly name: string;
  readonly summary?: string | undefined;
  readonly description?: string | undefined;
  readonly method: string;
  readonly path?: string | undefined;
  readonly parameters: readonly (Omit<StoredParameter, 'openapi' | 'default'> &
    WithExtras & { readonly default?: unknown })[];
  readonly requestBody?:
    | (WithExtras & { readonly required: boolean; readonly definitions: readonly RequestedLink[] })
    | undefined;
  readonly responses: readonly (WithExtras & {
    readonly id?: string | undefined;
    readonly status?: number | undefined;
    readonly definitions: readonly RequestedLink[];
  })[];
}

export interface AppliedOperation {
  readonly operation: OperationBody;
  /** Paths of the definitions that do not exist, as `responses[0].definitions[1].definition`. */
  readonly missing: readonly string[];
}

interface Sources {
  readonly id: string;
  /** Undefined for an operation that is created. */
  readonly existing: OperationBody | undefined;
  /** @returns undefined if the version has no such definition. */
  readonly resolve: (reference: DefinitionRef) => NestedDefinition | undefined;
  readonly createId: () => string;
}

/** The operation that a request makes of an existing one. Read-only members of the request are ignored. */
export function applyOperation(request: OperationRequest, sources: Sources): AppliedOperation {
  const { existing } = sources;
  const missing: string[] = [];
  const { name, summary, description, method, path } = request;
  const requestBody =
    request.requestBody && applyRequestBody(request.requestBody, existing?.requestBody, createLinker(sources, missing));
  const operation: OperationBody = {
    id: sources.id,
    type: 'http',
    name,
    summary,
    description,
    method,
    path,
    parameters: request.parameters.map((parameter) => applyParameter(parameter, existing)),
    ...(requestBody === undefined ? {} : { requestBody }),
    responses: request.responses.map((response, index) =>
      applyResponse(response, index, existing, sources, createLinker(sources, missing)),
    ),
    openapi: extrasOf(request, existing?.openapi),
  };
  return { operation, missing };
}

type Linker = (links: readonly RequestedLink[], at: string) => readonly DefinitionLink[];

function createLinker({ existing, resolve, createId }: Sources, missing: string[]): Linker {
  const known = existing === undefined ? [] : linksOf(existing);
  const ids = new Set(known.map(({ id }) => id));
  return (links, at) =>
    links.flatMap(({ id, definition: reference }, index) => {
      // A definition that was deleted by force stays linked until the link is changed.
      const left = known.find(({ definition }) => isNamed(definition, reference))?.definition;
      const definition = resolve(reference) ?? left;
      if (definition === undefined) missing.push(`${at}.definitions[${index}].definition`);
      return definition === undefined ? [] : [{ id: id !== undefined && ids.has(id) ? id : createId(), definition }];
    });
}

function isNamed(definition: NestedDefinition, { id, name }: DefinitionRef): boolean {
  return id === undefined ? definition.name === name : definition.id === id;
}

function applyRequestBody(
  request: NonNullable<OperationRequest['requestBody']>,
  existing: StoredRequestBody | undefined,
  link: Linker,
): StoredRequestBody {
  const { required } = request;
  const definitions = link(request.definitions, 'requestBody');
  const isSame =
    existing !== undefined && existing.required === required && isSameLinks(definitions, existing.definitions);
  return { required, definitions, ...withExtras(bodyExtras(request, existing, definitions, isSame)) };
}

function applyResponse(
  request: OperationRequest['responses'][number],
  index: number,
  existing: OperationBody | undefined,
  { createId }: Sources,
  link: Linker,
): StoredResponse {
  const { status } = request;
  const old =
    existing?.responses.find(({ id }) => id === request.id) ??
    (request.id === undefined ? existing?.responses.find((response) => response.status === status) : undefined);
  const definitions = link(request.definitions, `responses[${index}]`);
  const isSame = old !== undefined && old.status === status && isSameLinks(definitions, old.definitions);
  const openapi = withExtras(bodyExtras(request, old, definitions, isSame));
  return { id: old?.id ?? createId(), ...(status === undefined ? {} : { status }), definitions, ...openapi };
}

function isSameLinks(one: readonly DefinitionLink[], other: readonly DefinitionLink[]): boolean {
  const idsOf = (links: readonly DefinitionLink[]): string => links.map(({ definition }) => definition.id).join();
  return idsOf(one) === idsOf(other);
}

/**
 * Extras of a body or response. Its `content`, or the shared object that it refers to, states other definitions once they were changed: exports
 * would undo the change.
 */
function bodyExtras(
  request: WithExtras,
  existing: StoredRequestBody | StoredResponse | undefined,
  definitions: readonly DefinitionLink[],
  isSame: boolean,
): Extras | undefined {
  const extras = extrasOf(request, existing?.openapi);
  if (extras === undefined || isSame || request.openapi !== undefined) return extras;
  const { $ref: shared, content: _content, status: _status, ...rest } = extras;
  const description = shared === undefined ? {} : { description: '' };
  return { ...description, ...rest, content: contentOf(definitions) };
}

function contentOf(definitions: readonly DefinitionLink[]): Json {
  const content: [string, Json][] = definitions.flatMap(({ definition }) =>
    definition.accept.map((mediaType): [string, Json] => [mediaType, { schema: { $ref: `${definition.name}.json` } }]),
  );
  return Object.fromEntries(content);
}

/** Members of a parameter's extras that say again what its fields say. */
const typeMembers = ['schema', 'content', '$ref'] as const;

function applyParameter(
  request: OperationRequest['parameters'][number],
  existing: OperationBody | undefined,
): StoredParameter {
  const { name, in: location, required, type } = request;
  const fallback = toJson(request.default);
  const old = existing?.parameters.find((parameter) => parameter.name === name && parameter.in === location);
  let extras = extrasOf(request, old?.openapi);
  if (old !== undefined && extras !== undefined && request.openapi === undefined) {
    const isSameType = old.type === type && JSON.stringify(old.default) === JSON.stringify(fallback);
    const isShared = extras['$ref'] !== undefined;
    if (!isSameType || (isShared && old.required !== required))
      extras = Object.fromEntries(
        Object.entries(extras).filter(([key]) => !typeMembers.some((member) => member === key)),
      );
  }
  const value = fallback === undefined ? {} : { default: fallback };
  return { name, in: location, required, type, ...value, ...withExtras(extras) };
}

function withExtras(extras: Extras | undefined): { readonly openapi?: Extras } {
  return extras === undefined || Object.keys(extras).length === 0 ? {} : { openapi: extras };
}

function extrasOf({ openapi }: WithExtras, existing: Extras | undefined): Extras | undefined {
  if (openapi === undefined) return existing;
  const extras = toJson(openapi);
  return isObject(extras) && Object.keys(extras).length > 0 ? extras : undefined;
}

/** A part of a request, which was parsed from JSON. */
function toJson(value: unknown): Json | undefined {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}
