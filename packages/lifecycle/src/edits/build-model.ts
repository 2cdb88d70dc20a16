import type {
  ActionModel,
  ConnectorModel,
  DefinitionModel,
  RequestBodyModel,
  ResponseModel,
  TriggerModel,
} from '@connectory/importer';
import type { Json, JsonObject } from '@connectory/json';
import {
  type BodyForm,
  type DefinitionForm,
  type MergedEntity,
  type MergedVersion,
  type OperationForm,
  referencedNames,
  renameReferences,
} from '@connectory/merge';
import { parseStored } from '../stored/stored-json.ts';
import type { RenderedModel } from '../versions/render-bodies.ts';
import type { MergedDefinition } from './merged-definitions.ts';
import type { MissingDefinition } from './missing-definitions.ts';
import type { StandingRow } from './standing-edits.ts';

/** Translates entities to the definitions of a merged version. */
export interface ModelBuilder {
  readonly model: RenderedModel;
  /** An imported action or trigger, with the definitions of the merged version. */
  readonly importedOperation: <Operation extends ActionModel | TriggerModel>(operation: Operation) => Operation;
  readonly importedDefinition: (definition: DefinitionModel) => DefinitionModel;
}

export interface DefinitionLists {
  readonly present: readonly MergedDefinition[];
  /** Indexes behind those of `present` lead to them. */
  readonly missing: readonly MissingDefinition[];
}

/** Builds the model of a merged version. @param rows the edited entities as they are stored. */
export function buildModel(
  model: ConnectorModel,
  merged: MergedVersion,
  definitions: DefinitionLists,
  rows: readonly StandingRow[],
): ModelBuilder {
  const translation = translate(model, definitions);
  const { importedOperation, importedDefinition } = createImported(translation);
  const stored = new Map(rows.map((row) => [row.id, row]));
  const operations = <Operation extends ActionModel | TriggerModel>(
    entities: readonly MergedEntity<OperationForm>[],
    imported: readonly Operation[],
  ): readonly Operation[] =>
    entities.flatMap(({ id, imported: index, form, name }) => {
      const theirs = imported[index ?? -1];
      if (form !== undefined) return [toOperation<Operation>(form, theirs, stored.get(id ?? ''), translation)];
      return theirs === undefined ? [] : [{ ...importedOperation(theirs), name }];
    });
  const built = {
    ...model,
    actions: operations(merged.actions.entities, model.actions),
    triggers: operations(merged.triggers.entities, model.triggers),
    missing: definitions.missing.map(({ definition }) => definition),
    definitions: definitions.present.flatMap(({ imported, form, name }) => {
      if (form !== undefined) return [toDefinition(form, name, translation)];
      const theirs = model.definitions[imported ?? -1];
      return theirs === undefined ? [] : [{ ...importedDefinition(theirs), name }];
    }),
    extras: translation.isRenamed ? renameInText(model.extras, translation) : model.extras,
  };
  return { model: built, importedOperation, importedDefinition };
}

interface Translation {
  /** The index of a definition by its common name. */
  readonly indexes: ReadonlyMap<string, number>;
  /** Its name in the merged version. */
  readonly nameOf: (common: string) => string;
  /** The new index of each definition of the import; undefined for one that is gone. */
  readonly moved: readonly (number | undefined)[];
  /** The indexes in the import of the definitions that have another name. */
  readonly renamed: ReadonlySet<number>;
  readonly isRenamed: boolean;
}

function translate(model: ConnectorModel, { present, missing }: DefinitionLists): Translation {
  const places = new Map(present.map(({ name }, index) => [name, index]));
  const indexes = new Map([
    ...present.map(({ common }, index) => [common, index] as const),
    // A definition of that name takes its place.
    ...missing.map(
      ({ common, definition }, index) => [common, places.get(definition.name) ?? present.length + index] as const,
    ),
  ]);
  const names = new Map([
    ...present.map(({ common, name }) => [common, name] as const),
    ...missing.map(({ common, definition }) => [common, definition.name] as const),
  ]);
  const nameOf = (common: string): string => names.get(common) ?? common;
  const renamed = model.definitions.flatMap(({ name }, index) => (nameOf(name) === name ? [] : [index]));
  return {
    indexes,
    nameOf,
    moved: model.definitions.map(({ name }) => indexes.get(name)),
    renamed: new Set(renamed),
    isRenamed: renamed.length > 0,
  };
}

function createImported({ moved, renamed, nameOf, isRenamed }: Translation): Omit<ModelBuilder, 'model'> {
  const move = (indexes: readonly number[]): readonly number[] => indexes.flatMap((index) => moved[index] ?? []);
  const sorted = (indexes: readonly number[]): readonly number[] => move(indexes).toSorted((one, other) => one - other);
  const body = <Body extends RequestBodyModel | ResponseModel>(one: Body): Body => ({
    ...one,
    definitions: move(one.definitions),
  });
  return {
    importedOperation: (operation) => {
      // Names are in the schemas of its extras, which repeat those of its bodies.
      const named = isRenamed
        ? (renameReferences(operation as unknown as JsonObject, nameOf) as unknown as typeof operation)
        : operation;
      return {
        ...named,
        ...(named.requestBody === undefined ? {} : { requestBody: body(named.requestBody) }),
        responses: named.responses.map(body),
        references: sorted(named.references),
      };
    },
    importedDefinition: (definition) => {
      const isAffected = definition.references.some((index) => renamed.has(index));
      const schema = isAffected ? renameInText(definition.schema, { nameOf }) : definition.schema;
      return { ...definition, schema, references: sorted(definition.references) };
    },
  };
}

function renameInText(text: string, { nameOf }: Pick<Translation, 'nameOf'>): string {
  return JSON.stringify(renameReferences(parseStored<Json>(text), nameOf));
}

function indexesOf(names: Iterable<string>, { indexes }: Translation): readonly number[] {
  return [...names].flatMap((name) => indexes.get(name) ?? []);
}

/** Forms have the members of a model: they were made from one, or from a body that was. */
function toOperation<Operation extends ActionModel | TriggerModel>(
  form: OperationForm,
  theirs: ActionModel | TriggerModel | undefined,
  row: StandingRow | undefined,
  translation: Translation,
): Operation {
  const { requestBody, responses, ...fields } = form;
  const body = ({ definitions, ...rest }: BodyForm): JsonObject => ({
    ...renameReferences(rest, translation.nameOf),
    definitions: indexesOf(definitions, translation),
  });
  const operationId = theirs?.operationId ?? row?.operationId;
  const template = templateOf(form, theirs, row);
  const references = indexesOf(referencedNames(form['parameters'] ?? []), translation);
  const operation: JsonObject = {
    ...renameReferences(fields, translation.nameOf),
    ...(operationId == null ? {} : { operationId }),
    ...(template === undefined ? {} : { template }),
    ...(requestBody === undefined ? {} : { requestBody: body(requestBody as BodyForm) }),
    responses: responses.map(body),
    references: references.toSorted((one, other) => one - other),
  };
  return operation as unknown as Operation;
}

/** The path template belongs to the path, which is an atom: it is the import's or the user's. */
function templateOf(
  form: OperationForm,
  theirs: ActionModel | TriggerModel | undefined,
  row: StandingRow | undefined,
): string | undefined {
  if (theirs !== undefined && 'template' in theirs && theirs.path === form['path']) return theirs.template;
  return row?.template ?? undefined;
}

function toDefinition(form: DefinitionForm, name: string, translation: Translation): DefinitionModel {
  const { accept, schema, description } = form;
  const references = indexesOf(referencedNames(schema ?? {}), translation);
  return {
    name,
    ...(typeof description === 'string' ? { description } : {}),
    accept,
    schema: JSON.stringify(renameReferences(schema ?? {}, translation.nameOf)),
    references: [...new Set(references)].toSorted((one, other) => one - other),
  };
}
