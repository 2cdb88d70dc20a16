import { isObject, type Json, type JsonObject } from '@connectory/json';
import { createSharedObjects } from '../content/shared-objects.ts';
import { objectMember, textMember } from '../json/members.ts';
import type { SchemaLookup } from './compare-schemas.ts';
import type { SameValues } from './same-values.ts';

/** The extras of two matched entities, or of two versions. */
export interface ExtrasPair {
  readonly before: JsonObject;
  readonly after: JsonObject;
}

export interface ExtrasLookup {
  /** False when only one version has extras: the other one was imported before versions had them. */
  readonly areComparable: boolean;
  /** The extras of the versions; undefined when they are equal. */
  readonly ofVersions: ExtrasPair | undefined;
  /**
   * The extras of two entities as what their references lead to, each in its own version; undefined when they are equal.
   * @param left members of a shared object that are fields of the entity.
   */
  ofEntities(before: Json, after: Json, left?: readonly string[]): ExtrasPair | undefined;
  /** Two objects as what their references lead to, each in its own version. */
  resolve(before: Json | undefined, after: Json | undefined, left?: readonly string[]): ExtrasPair;
}

/** Resolves what entities reference: definitions and shared objects. */
export interface EntityLookup extends SchemaLookup {
  readonly extras: ExtrasLookup;
}

/** @param before, after the extras of the versions, JSON text. Equal texts are parsed only to follow a reference. */
export function createExtrasLookup(
  { before, after }: { readonly before: string | undefined; readonly after: string | undefined },
  values: SameValues,
): ExtrasLookup {
  const parsed = { before: parseOnce(before), after: parseOnce(after) };
  const shared = { before: createSharedObjects(parsed.before), after: createSharedObjects(parsed.after) };
  const resolve: ExtrasLookup['resolve'] = (old, next, left = []) => ({
    before: shared.before.resolve(isObject(old) ? old : {}, left),
    after: shared.after.resolve(isObject(next) ? next : {}, left),
  });
  return {
    areComparable: (before === undefined) === (after === undefined),
    ofVersions: before === after ? undefined : { before: parsed.before(), after: parsed.after() },
    ofEntities: (one, other, left) => {
      const [old, next] = [objectMember(one, 'openapi'), objectMember(other, 'openapi')];
      const isReference = textMember(old, '$ref') !== undefined || textMember(next, '$ref') !== undefined;
      if (values.same(old, next) && (!isReference || before === after)) return undefined;
      return resolve(old, next, left);
    },
    resolve,
  };
}

function parseOnce(text: string | undefined): () => JsonObject {
  let parsed: JsonObject | undefined;
  return () => {
    if (parsed !== undefined) return parsed;
    const value: Json = text === undefined ? {} : JSON.parse(text);
    parsed = isObject(value) ? value : {};
    return parsed;
  };
}
