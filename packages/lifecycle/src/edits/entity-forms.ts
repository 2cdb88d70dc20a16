import type {
  ActionModel,
  ConnectorModel,
  DefinitionModel,
  RequestBodyModel,
  ResponseModel,
  TriggerModel,
} from '@connectory/importer';
import { isArray, isObject, type Json, type JsonObject } from '@connectory/json';
import { type DefinitionForm, type OperationForm, renameReferences } from '@connectory/merge';
import { parseStored } from '../stored/stored-json.ts';
import { removeSchemaBase } from '../versions/version-content.ts';

/** Names that a definition has in all states of a version. */
export interface NamesOfSide {
  /** By id, which a link in a body has; else by the name on this side. */
  readonly byId: ReadonlyMap<string, string>;
  readonly byName: ReadonlyMap<string, string>;
  /** Filled with each definition that a body links. */
  readonly linked: Map<string, LinkedDefinition>;
}

/** A definition as a body nests it. */
export interface LinkedDefinition {
  readonly id: string;
  readonly name: string;
  readonly accept: readonly string[];
  readonly description: string | undefined;
}

/** Reads a stored action or trigger as it is merged. Ids, errors and URLs are left out, and definitions are named. */
export function readOperation(body: string, names: NamesOfSide): OperationForm {
  const { id: _id, type: _type, errors: _errors, requestBody, responses, ...rest } = parseBody(body);
  const renamed = renameReferences(rest, (name) => names.byName.get(name) ?? name);
  return {
    ...(renamed as OperationForm),
    ...(isObject(requestBody) ? { requestBody: readBody(requestBody, names) } : {}),
    responses: (isArray(responses) ? responses : []).filter(isObject).map((response) => readBody(response, names)),
  };
}

/** Reads a stored definition as it is merged. */
export function readDefinition(body: string, schema: string, names: NamesOfSide): DefinitionForm {
  const { name, accept, description } = toLinked(parseBody(body));
  const nameOf = (referenced: string): string => names.byName.get(referenced) ?? referenced;
  return {
    name,
    ...(description === undefined ? {} : { description }),
    accept,
    schema: renameReferences(parseStored<Json>(schema), nameOf),
  };
}

/** An action or trigger of a model as it is merged. */
export function formOfOperation(operation: ActionModel | TriggerModel, model: ConnectorModel): OperationForm {
  const { operationId: _id, references: _references, requestBody, responses, ...rest } = operation;
  const { template: _template, ...fields } = { template: '', ...rest };
  const bodyOf = ({ definitions, ...body }: RequestBodyModel | ResponseModel): JsonObject => ({
    ...(body as JsonObject),
    definitions: definitions.flatMap((index) => model.definitions[index]?.name ?? []),
  });
  const form = {
    ...fields,
    ...(requestBody === undefined ? {} : { requestBody: bodyOf(requestBody) }),
    responses: responses.map(bodyOf),
  };
  // Without members that are undefined.
  return parseStored<OperationForm>(JSON.stringify(form));
}

/** A definition of a model as it is merged. */
export function formOfDefinition({ name, description, accept, schema }: DefinitionModel): DefinitionForm {
  return {
    name,
    ...(description === undefined ? {} : { description }),
    accept,
    schema: parseStored<Json>(schema),
  };
}

function parseBody(body: string): JsonObject {
  return parseStored<JsonObject>(removeSchemaBase(body));
}

function readBody({ id: _id, definitions, ...rest }: JsonObject, names: NamesOfSide) {
  const links = isArray(definitions) ? definitions : [];
  return {
    ...renameReferences(rest, (name) => names.byName.get(name) ?? name),
    definitions: links.flatMap((link) => (isObject(link) ? readLink(link['definition'], names) : [])),
  };
}

function readLink(definition: Json | undefined, names: NamesOfSide): readonly string[] {
  if (!isObject(definition)) return [];
  const linked = toLinked(definition);
  const common = names.byId.get(linked.id) ?? names.byName.get(linked.name) ?? linked.name;
  names.linked.set(common, linked);
  return [common];
}

/** @param body of a definition, nested or as it is stored. */
export function toLinked({ id, name, accept, description }: JsonObject): LinkedDefinition {
  return {
    id: textOf(id),
    name: textOf(name),
    accept: isArray(accept) ? accept.map(String) : [],
    description: typeof description === 'string' ? description : undefined,
  };
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
