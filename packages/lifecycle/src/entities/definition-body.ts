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

/** An entity that refers to a definition; without a name if it refers to it no more. */
export interface ReferenceOwner extends Pick<StoredReference, 'type' | 'id'> {
  readonly name: string | undefined;
}

/** Replaces the references of entities, in one pass: each keeps its place in the list, and new ones are added at the end. */
export function withReferences(definition: DefinitionBody, owners: readonly ReferenceOwner[]): DefinitionBody {
  const keyOf = ({ type, id }: Pick<StoredReference, 'type' | 'id'>): string => `${type} ${id}`;
  const left = new Map(owners.map((owner) => [keyOf(owner), owner]));
  const referenceOf = ({ type, id, name }: ReferenceOwner): readonly StoredReference[] =>
    name === undefined ? [] : [{ type, id, name }];
  const kept = definition.referencedBy.flatMap((reference) => {
    const key = keyOf(reference);
    const owner = left.get(key);
    left.delete(key);
    return owner === undefined ? [reference] : referenceOf(owner);
  });
  return { ...definition, referencedBy: [...kept, ...[...left.values()].flatMap(referenceOf)] };
}
