import type { ActionResource, DefinitionResource, TriggerResource } from '@connectory/client';

/** A definition of a body. A name without an id stands for a definition that a person has typed. */
export interface BodyDraft {
  readonly id?: string | undefined;
  readonly definition: { readonly id?: string | undefined; readonly name: string };
}

export interface ParameterDraft {
  readonly name: string;
  readonly in: ActionResource['parameters'][number]['in'];
  readonly required: boolean;
  readonly type: ActionResource['parameters'][number]['type'];
  readonly default?: unknown;
  readonly openapi?: ActionResource['openapi'];
}

export interface ResponseDraft {
  readonly id?: string | undefined;
  /** Undefined for the default response. */
  readonly status?: number | undefined;
  readonly definitions: readonly BodyDraft[];
  readonly openapi?: ActionResource['openapi'];
}

/** An action or trigger while it is edited. */
export interface OperationDraft {
  readonly id: string;
  readonly type: 'http';
  readonly name: string;
  readonly summary?: string | undefined;
  readonly description?: string | undefined;
  readonly method: ActionResource['method'];
  /** Undefined for a trigger. */
  readonly path?: string | undefined;
  readonly parameters: readonly ParameterDraft[];
  readonly requestBody?:
    | {
        readonly required: boolean;
        readonly definitions: readonly BodyDraft[];
        readonly openapi?: ActionResource['openapi'];
      }
    | undefined;
  readonly responses: readonly ResponseDraft[];
  readonly openapi?: ActionResource['openapi'];
}

/** A definition while it is edited. Its schema is text, which may be invalid for a while. */
export interface DefinitionDraft {
  readonly id: string;
  readonly name: string;
  readonly description?: string | undefined;
  readonly accept: readonly string[];
  readonly schema: string;
}

/** Without findings, and without the fields of linked definitions, which are read-only here. */
export function draftOfOperation(read: ActionResource | TriggerResource): OperationDraft {
  const { errors: findings, ...operation } = read;
  void findings;
  const { requestBody, responses } = operation;
  return {
    ...operation,
    responses: responses.map((response) => ({ ...response, definitions: bodiesOf(response.definitions) })),
    ...(requestBody === undefined
      ? {}
      : { requestBody: { ...requestBody, definitions: bodiesOf(requestBody.definitions) } }),
  };
}

function bodiesOf(links: ActionResource['responses'][number]['definitions']): readonly BodyDraft[] {
  return links.map(({ id, definition }) => ({ id, definition: { id: definition.id, name: definition.name } }));
}

export function draftOfDefinition(
  { id, name, description, accept }: DefinitionResource,
  schema: unknown,
): DefinitionDraft {
  return {
    id,
    name,
    accept,
    schema: JSON.stringify(schema, null, 2),
    ...(description === undefined ? {} : { description }),
  };
}
