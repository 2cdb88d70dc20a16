import type { ConnectorModel } from '@connectory/importer';
import type { Json } from '@connectory/json';
import { type DefinitionForm, type MergedVersion, type OperationForm, referencedNames } from '@connectory/merge';
import { readDefinition } from './entity-forms.ts';
import { type CommonNames, claimName } from './identify-entities.ts';
import type { StandingRow } from './standing-edits.ts';

/** A definition of the merged version. */
export interface MergedDefinition {
  /** Undefined for a new one. */
  readonly id: string | undefined;
  /** The name by which forms refer to it. */
  readonly common: string;
  readonly name: string;
  /** Index in the import, if it is from there. */
  readonly imported: number | undefined;
  /** Undefined when it is as imported. */
  readonly form: DefinitionForm | undefined;
  /** It stays only because edited entities refer to it: the document lacks it. */
  readonly isReferenced: boolean;
}

/** The definitions of a merged version: the merged ones, and those that edited entities refer to although the document lacks them. */
export function collectDefinitions(
  model: ConnectorModel,
  merged: MergedVersion,
  names: CommonNames,
  rows: readonly StandingRow[],
): readonly MergedDefinition[] {
  const found = merged.definitions.entities.map(({ id, imported, form, name }): MergedDefinition => {
    const common = imported === undefined ? names.byId.get(id ?? '') : model.definitions[imported]?.name;
    return { id, common: common ?? name, name, imported, form, isReferenced: false };
  });
  const forms = [...merged.actions.entities, ...merged.triggers.entities].flatMap(({ form }) => form ?? []);
  const wanted = [...forms.flatMap(definitionsOfOperation), ...found.flatMap(({ form }) => schemaReferences(form))];
  return [...found, ...findReferenced(wanted, found, names, rows)];
}

function findReferenced(
  wanted: string[],
  found: readonly MergedDefinition[],
  names: CommonNames,
  rows: readonly StandingRow[],
): readonly MergedDefinition[] {
  const present = new Set(found.map(({ common }) => common));
  const taken = new Set(found.map(({ name }) => name.toLowerCase()));
  const stored = new Map(rows.flatMap((row) => (row.kind === 'definition' ? [[row.id, row] as const] : [])));
  const added: MergedDefinition[] = [];
  for (let common = wanted.pop(); common !== undefined; common = wanted.pop()) {
    const row = stored.get(names.ids.get(common) ?? '');
    if (present.has(common) || row === undefined) continue;
    present.add(common);
    const side = { byId: names.byId, byName: names.ours, linked: new Map() };
    const form = readDefinition(row.body, row.schema ?? '{}', side);
    added.push({
      id: row.id,
      common,
      name: claimName(taken, form.name),
      imported: undefined,
      form,
      isReferenced: true,
    });
    for (const reference of schemaReferences(form)) wanted.push(reference);
  }
  return added;
}

/** The definitions that an operation names, in its bodies and in schemas of its parameters. */
export function definitionsOfOperation({ requestBody, responses, ...rest }: OperationForm): readonly string[] {
  const bodies = [requestBody, ...responses].flatMap((body) =>
    body === undefined ? [] : [body as { definitions: Json }],
  );
  const linked = bodies.flatMap(({ definitions }) => definitions as readonly string[]);
  return [...linked, ...referencedNames(rest['parameters'] ?? [])];
}

function schemaReferences(form: DefinitionForm | undefined): readonly string[] {
  return form === undefined ? [] : [...referencedNames(form['schema'] ?? {})];
}
