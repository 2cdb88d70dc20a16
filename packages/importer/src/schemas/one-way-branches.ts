import { isObject, type Json, type JsonObject } from '@connectory/json';
import { member, setMember } from '../json/members.ts';
import { at, type Place } from '../place/place.ts';
import { readOnlyRequired } from '../rules/read-only-required.ts';
import type { Keyword } from './keyword.ts';
import type { SchemaContext, TranslatedSchema } from './schema-context.ts';

type TranslateSchema = (schema: Json | undefined, place: Place, context: SchemaContext) => TranslatedSchema;

const noNames: ReadonlySet<string> = new Set();

/** The names for a `required` at a place whose properties travel in one direction only; empty in OpenAPI 3.1 and later. */
export function oneWayNames(schema: JsonObject, place: Place, { oneWay, held }: SchemaContext): ReadonlySet<string> {
  if (oneWay === undefined) return noNames;
  const own = oneWay.namesAt(schema, place);
  return held !== undefined && isBranchOf(place, held.start) ? new Set([...own, ...held.names]) : own;
}

/** Whether a place is that of a schema, or of a branch of its `allOf` or `anyOf`, at any depth. */
function isBranchOf(place: Place, schema: Place): boolean {
  let here: Place | undefined = place;
  while (here !== undefined && here !== schema) {
    const list: Place | undefined = here.parent;
    if (list?.token !== 'allOf' && list?.token !== 'anyOf') return false;
    here = list.parent;
  }
  return here === schema;
}

/**
 * Translates the branches of `allOf` or `anyOf`. A reference to a schema that requires a one-way property of this one is written out
 * without the name: the schema itself requires it wherever else it is used.
 */
export function translateBranches(
  branches: readonly Json[],
  keyword: Keyword,
  translate: TranslateSchema,
): readonly Json[] {
  const { schema, key, place, context } = keyword;
  const here = at(place, key);
  return branches.map((branch, index) => {
    const { oneWay, held } = context;
    const branchPlace = at(here, index);
    const isReference = oneWay !== undefined && isObject(branch) && typeof member(branch, '$ref') === 'string';
    if (!isReference) return translate(branch, branchPlace, context);
    const names = (): ReadonlySet<string> => oneWayNames(schema, place, context);
    const target = oneWay.requiringTarget(branch, branchPlace, names);
    if (target === undefined || held?.path.has(target.schema) === true) return translate(branch, branchPlace, context);
    if (!context.copies.take(target.schema)) {
      context.messages.report(
        readOnlyRequired,
        branchPlace,
        'the names stay: the schema is too large to be written out',
      );
      return translate(branch, branchPlace, context);
    }
    const path = new Set([...(held?.path ?? []), target.schema]);
    const copyContext = context.holding({ names: names(), start: target.place, path });
    return withSiblings(translate(target.schema, target.place, copyContext), branch, branchPlace, context, translate);
  });
}

/** Adds the annotations beside the reference, which win, and the reference itself as `x-ref`. */
function withSiblings(
  copy: TranslatedSchema,
  branch: JsonObject,
  place: Place,
  context: SchemaContext,
  translate: TranslateSchema,
): TranslatedSchema {
  const siblings = translate(branch, place, context.withoutReferences());
  if (typeof copy === 'boolean' || typeof siblings === 'boolean') return copy;
  for (const key of Object.keys(siblings)) setMember(copy, key, siblings[key]);
  return copy;
}
