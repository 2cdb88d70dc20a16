import type { Json } from '@connectory/json';
import {
  definitionNameOf,
  type DefinitionPlace,
  findTarget,
  type FoundReference,
  fragmentOf,
  hasFragment,
  indexSchema,
  pointerOf,
  versionUrl,
} from '@connectory/merge';
import type { EntityError } from './operation-body.ts';

/** The definitions of a version, as far as schemas refer to them. */
export interface KnownSchemas {
  readonly hasName: (name: string) => boolean;
  /** The schema of a definition to whose inner places others refer; undefined for one that was not read. */
  readonly schemaOf: (name: string) => Json | undefined;
}

/** Checks that all references of a schema lead to one schema. @param at the place of the schema within its entity. */
export function checkReferences(schema: Json, at: string, known: KnownSchemas): readonly EntityError[] {
  const index = indexSchema(schema, versionUrl);
  const repeated = index.repeated.map(({ keyword, path }) =>
    fault(`${at}${pointerOf(path)}`, `Another schema has the same ${keyword}.`),
  );
  const dangling = index.references.flatMap((found) => {
    const target = findTarget(found, index);
    if (target === 'schema') return [];
    return describe(found, at, target === 'nowhere' ? target : faultOfDefinition(target, known));
  });
  return [...repeated, ...dangling];
}

/** Checks only the references to definitions, of a schema or of extras. */
export function checkDefinitionReferences(value: Json, at: string, known: KnownSchemas): readonly EntityError[] {
  return indexSchema(value, versionUrl).references.flatMap((found) => {
    const definition = definitionNameOf(found.reference);
    if (definition === undefined) return [];
    return describe(found, at, faultOfDefinition({ definition, fragment: fragmentOf(found.reference) }, known));
  });
}

type Fault = { readonly missing: string } | 'nowhere';

const fault = (field: string, message: string): EntityError => ({ field, message, severity: 'error' });

function describe({ reference, path }: FoundReference, at: string, found: Fault | undefined): readonly EntityError[] {
  if (found === undefined) return [];
  const field = `${at}${pointerOf(path)}`;
  return found === 'nowhere'
    ? [fault(field, `The reference ${JSON.stringify(reference.slice(0, 200))} leads nowhere.`)]
    : [fault(field, `The version has no definition ${JSON.stringify(found.missing)}.`)];
}

function faultOfDefinition({ definition, fragment }: DefinitionPlace, known: KnownSchemas): Fault | undefined {
  if (!known.hasName(definition)) return { missing: definition };
  if (fragment === '') return undefined;
  const schema = known.schemaOf(definition);
  if (schema === undefined) return undefined;
  const url = `${versionUrl}${definition}.json`;
  const target = fragment.startsWith('/')
    ? { url, root: schema, anchors: new Set<string>() }
    : indexSchema(schema, url).resources.get(url);
  return target !== undefined && hasFragment(target, fragment) ? undefined : 'nowhere';
}
