import { isObject, type Json, type JsonObject } from '@connectory/json';
import { asideName, emptyObject, member, objectMember } from '../json/members.ts';
import type { DefinitionRegistry } from '../definitions/definition-registry.ts';
import type { ExtrasKeeper } from './extras-keeper.ts';
import { at, rootPlace } from '../place/place.ts';

/** Members of the document that become entities. Their extras are added piece by piece. */
const followed: ReadonlySet<string> = new Set(['paths', 'x-webhooks', 'webhooks', 'components']);

/**
 * The extras of a version, in the shape of an OpenAPI 3.1 document: the members of the document that belong to no entity, such as `info`,
 * `servers` and `tags`, the extras of path items, and the shared objects of `components`.
 */
export class VersionExtras {
  readonly #left = { paths: emptyObject(), webhooks: emptyObject() };

  /** Adds the extras of a path item. */
  addPathItem(section: 'paths' | 'webhooks', key: string, left: Json): void {
    this.#left[section][key] = left;
  }

  /** @param isPart whether a selection of operations was imported. Then only shared objects that it references are kept. */
  finish(root: JsonObject, keeper: ExtrasKeeper, definitions: DefinitionRegistry, isPart: boolean): string {
    const rest = keeper.keepRest('document', root, rootPlace, new Set(), followed);
    const components = this.#components(root, keeper, definitions, isPart);
    const sections: JsonObject = { ...this.#left, components };
    const extras = emptyObject();
    for (const key of new Set([...Object.keys(root), ...Object.keys(sections)])) {
      const source = member(root, key);
      // A section that is no object became nothing.
      const section = isObject(source) || source === undefined ? sections[sectionOf(key)] : source;
      if (!followed.has(key)) extras[key] = rest[key] ?? null;
      else if (isObject(section) ? Object.keys(section).length > 0 : section !== undefined)
        extras[sectionOf(key)] = section ?? null;
    }
    return JSON.stringify(extras);
  }

  #components(root: JsonObject, keeper: ExtrasKeeper, definitions: DefinitionRegistry, isPart: boolean): JsonObject {
    let source = objectMember(root, 'components') ?? {};
    const schemas = member(source, 'schemas');
    // What is no map of schemas became nothing, and may stand beside the schemas of bodies.
    if (schemas !== undefined && !isObject(schemas)) source = { ...source, [asideName(source, 'schemas')]: schemas };
    const renamed = definitions.renamedComponents();
    const shared = keeper.shared.finish(!isPart);
    const kept = emptyObject();
    for (const key of new Set([...Object.keys(source), ...Object.keys(shared)])) {
      const value = key === 'schemas' ? renamed : (shared[key] ?? otherMember(source, key, isPart, keeper));
      if (value !== undefined) kept[key] = value;
    }
    return kept;
  }
}

/** Webhooks of 3.0 are kept where 3.1 has them. */
function sectionOf(key: string): string {
  return key === 'x-webhooks' ? 'webhooks' : key;
}

/** A member of `components` that is no section of objects, such as an extension; or a section that is no object. */
function otherMember(source: JsonObject, key: string, isPart: boolean, keeper: ExtrasKeeper): Json | undefined {
  const value = member(source, key);
  const isSection = isObject(value) && !key.startsWith('x-') && isPart;
  if (isSection || value === undefined) return undefined;
  return keeper.keepOther(key, value, at(rootPlace, 'components', key));
}
