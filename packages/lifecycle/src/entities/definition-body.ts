import { parseStored } from '../stored/stored-json.ts';
import { removeSchemaBase } from '../versions/version-content.ts';
import { type EntityError, type NestedDefinition, schemaUrl } from './operation-body.ts';

export interface StoredReference {
  readonly type: 'action' | 'trigger' | 'definition';
  readonly id: string;
  readonly name: string;
}

/** The contract's Definition, as stored. */
export interface DefinitionBody extends NestedDefinition {
  readonly referencedBy: readonly StoredReference[];
  /** Absent until the definition is checked: imports do not check entities. */
  readonly errors?: readonly EntityError[] | undefined;
}

/** @param text the column `body` of a definition. */
export function parseDefinitionBody(text: string): DefinitionBody {
  const { referencedBy = [], ...rest } = parseStored<Partial<DefinitionBody> & NestedDefinition>(
    removeSchemaBase(text),
  );
  return { ...rest, referencedBy };
}

/** The text that an import would store, followed by the errors. */
export function writeDefinitionBody({ referencedBy, errors, ...nested }: DefinitionBody): string {
  const { id, name, accept, description } = nested;
  const head = JSON.stringify({ id, name, accept, description }).slice(0, -1);
  const tail = JSON.stringify({ referencedBy, errors }).slice(1);
  return `${head},"url":"${schemaUrl(name)}",${tail}`;
}

/** Replaces what one entity refers to: its reference keeps its place in the list. @param named undefined if it refers to it no more. */
export function withReference(
  definition: DefinitionBody,
  owner: Pick<StoredReference, 'type' | 'id'>,
  named: string | undefined,
): DefinitionBody {
  const { referencedBy } = definition;
  const isOwners = (reference: StoredReference): boolean => reference.type === owner.type && reference.id === owner.id;
  const next = named === undefined ? [] : [{ type: owner.type, id: owner.id, name: named }];
  const kept = referencedBy.flatMap((reference) => (isOwners(reference) ? next : [reference]));
  return { ...definition, referencedBy: referencedBy.some(isOwners) ? kept : [...kept, ...next] };
}
