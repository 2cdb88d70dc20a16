import type {
  ActionModel,
  ConnectorModel,
  DefinitionModel,
  ParameterModel,
  RequestBodyModel,
  ResponseModel,
  TriggerModel,
} from '@connectory/importer';
import { type BodyBudget, createBodyBudget } from './body-budget.ts';

/**
 * Placeholder in stored bodies for the base URL of the version's schemas. A raw control character never occurs in JSON text
 * (RFC 8259, section 7), so replacing it is exact for every document.
 */
export const schemaBasePlaceholder = '\u0001';

/** A model whose entities may refer to definitions that were deleted. */
export interface RenderedModel extends ConnectorModel {
  /** Indexes behind those of `definitions` lead to them. */
  readonly missing?: readonly DefinitionModel[];
}

export interface RenderContext {
  /** Definitions as they are nested in operations, by index. */
  readonly nested: readonly string[];
  readonly createId: () => string;
  readonly budget: BodyBudget;
}

export function nestedDefinition(definition: DefinitionModel, id: string): string {
  const { name, accept, description } = definition;
  const head = JSON.stringify({ id, name, accept, description });
  return `${head.slice(0, -1)},"url":"${schemaBasePlaceholder}${name}.json"}`;
}

function actionHead(id: string, action: ActionModel): object {
  const { name, summary, description, method, path } = action;
  return {
    id,
    type: 'http',
    name,
    summary,
    description,
    method,
    path,
    parameters: action.parameters.map(parameterJson),
  };
}

function triggerHead(id: string, trigger: TriggerModel): object {
  const { name, summary, description, method } = trigger;
  return { id, type: 'http', name, summary, description, method, parameters: trigger.parameters.map(parameterJson) };
}

export function actionBody(id: string, action: ActionModel, context: RenderContext): string {
  return operationBody(actionHead(id, action), action, context);
}

export function triggerBody(id: string, trigger: TriggerModel, context: RenderContext): string {
  return operationBody(triggerHead(id, trigger), trigger, context);
}

/** Renders single entities that refer to the definitions of a model. */
export interface BodyRenderer {
  action(id: string, action: ActionModel): string;
  trigger(id: string, trigger: TriggerModel): string;
  /** Without the entities that refer to it. */
  definition(id: string, definition: DefinitionModel): string;
}

/** @param definitionIds ids of the model's definitions by name. */
export function createBodyRenderer(
  { definitions, missing = [] }: Pick<RenderedModel, 'definitions' | 'missing'>,
  definitionIds: ReadonlyMap<string, string>,
  createId: () => string,
): BodyRenderer {
  const nested = [...definitions, ...missing].map((definition) =>
    nestedDefinition(definition, definitionIds.get(definition.name) ?? ''),
  );
  const context = { nested, createId, budget: createBodyBudget(Number.POSITIVE_INFINITY) };
  return {
    action: (id, action) => actionBody(id, action, context),
    trigger: (id, trigger) => triggerBody(id, trigger, context),
    definition: (id, definition) => `${nestedDefinition(definition, id).slice(0, -1)},"referencedBy":[]}`,
  };
}

function parameterJson(parameter: ParameterModel): Record<string, unknown> {
  const { name, in: location, required, type, default: fallback, openapi } = parameter;
  return { name, in: location, required, type, default: fallback, openapi };
}

// Bodies are concatenated as text: a definition that many actions share is serialized once.
function operationBody(head: object, operation: ActionModel | TriggerModel, context: RenderContext): string {
  const parts = [JSON.stringify(head).slice(0, -1)];
  if (operation.requestBody !== undefined)
    parts.push(`,"requestBody":${requestBodyJson(operation.requestBody, context)}`);
  parts.push(`,"responses":[${operation.responses.map((response) => responseJson(response, context)).join(',')}]`);
  if (operation.openapi !== undefined) parts.push(`,"openapi":${JSON.stringify(operation.openapi)}`);
  parts.push('}');
  return parts.join('');
}

function requestBodyJson(body: RequestBodyModel, context: RenderContext): string {
  return `{"required":${body.required},"definitions":${definitionsJson(body.definitions, context)}${extrasJson(body, context)}}`;
}

function responseJson(response: ResponseModel, context: RenderContext): string {
  const status = response.status === undefined ? '' : `"status":${response.status},`;
  return `{"id":"${context.createId()}",${status}"definitions":${definitionsJson(response.definitions, context)}${extrasJson(response, context)}}`;
}

function extrasJson({ openapi }: RequestBodyModel | ResponseModel, { budget }: RenderContext): string {
  if (openapi === undefined) return '';
  const text = `,"openapi":${JSON.stringify(openapi)}`;
  budget.announce(text.length);
  return text;
}

/** Characters of the use of a definition beside the definition: its id and the names of its members. */
const useChars = 50;

function definitionsJson(definitions: readonly number[], { nested, createId, budget }: RenderContext): string {
  budget.announce(definitions.reduce((sum, index) => sum + (nested[index]?.length ?? 0) + useChars, 0));
  return `[${definitions.map((index) => `{"id":"${createId()}","definition":${nested[index] ?? '{}'}}`).join(',')}]`;
}
