import { isArray, isObject, type Json, type JsonObject } from '@connectory/json';
import { member } from '../json/members.ts';
import type { SourceFile } from '../model/parsed-document.ts';
import { fileRoot, type Place, pointerOf, within } from '../place/place.ts';
import { comparableUri, resolveUri, splitUri } from './resolve-uri.ts';

/** The target of a URI without fragment: a file of the upload, or a schema with an `$id`. */
export interface Resource {
  /** Its base URI, without fragment. */
  readonly uri: string;
  readonly place: Place;
  readonly value: Json;
  /** The file that it is, or is part of. */
  readonly file: SourceFile;
  /** Places by `$anchor` and `$dynamicAnchor`. */
  readonly anchors: Map<string, Anchored>;
}

export interface Anchored {
  readonly place: Place;
  readonly value: Json;
}

/** The resources of an upload. */
export interface Resources {
  /** The file's own resource. @param path as in `SourceFile`. */
  ofFile(path: string): Resource | undefined;
  /** @param uri absolute, without fragment. */
  byUri(uri: string): Resource | undefined;
  /** Schemas with an `$id`, by the names of their places. The first call walks the files. */
  embedded(): ReadonlyMap<string, Resource>;
}

/** A place whose identifier an earlier one in the upload has. */
export type ReportRepeated = (place: Place, keyword: string, identifier: string) => void;

/**
 * Finds the resources of an upload: its files by the URI that they were read from, and by `$self` (OpenAPI 3.2); schemas by `$id`.
 * The first of a URI counts, and the others are reported. Files are walked once, without recursion, and only when identifiers of schemas are asked for.
 */
export function findResources(files: readonly SourceFile[], reportRepeated: ReportRepeated): Resources {
  const byPath = new Map<string, Resource>();
  const uris = new Map<string, Resource>();
  let embedded: Map<string, Resource> | undefined;
  const register = (uri: string, resource: Resource): boolean => {
    const key = comparableUri(uri);
    if (uris.has(key)) return false;
    uris.set(key, resource);
    return true;
  };
  const findEmbedded = (): Map<string, Resource> => {
    const found = new Map<string, Resource>();
    for (const resource of byPath.values()) {
      const onEmbedded = (schema: Resource): void => {
        if (!register(schema.uri, schema)) reportRepeated(schema.place, '$id', schema.uri);
        found.set(pointerOf(schema.place), schema);
      };
      walkSchemas(resource, { onEmbedded, reportRepeated });
    }
    return found;
  };
  for (const file of files) {
    const retrieved = splitUri(file.uri).resource;
    const uri = selfOf(file.root, retrieved) ?? retrieved;
    const resource = { uri, place: fileRoot(file.path), value: file.root, file, anchors: new Map() };
    byPath.set(file.path, resource);
    register(uri, resource);
    register(retrieved, resource);
  }
  return {
    ofFile: (path) => byPath.get(path),
    byUri: (uri) => {
      const known = uris.get(comparableUri(uri));
      if (known !== undefined) return known;
      embedded ??= findEmbedded();
      return uris.get(comparableUri(uri));
    },
    embedded: () => (embedded ??= findEmbedded()),
  };
}

/** OpenAPI 3.2, section 4.1.2.2.1: `$self` is the base URI of its document. */
function selfOf(root: Json, retrieved: string): string | undefined {
  const self = isObject(root) ? member(root, '$self') : undefined;
  return typeof self === 'string' ? splitUri(resolveUri(self, retrieved)).resource : undefined;
}

/** Members that hold data: a key in them that looks like a keyword is not one. */
const dataMembers: ReadonlySet<string> = new Set(['example', 'examples', 'default', 'enum', 'const', 'value']);

/** Members whose keys are names that their author chose, and no keywords. */
const nameMembers: ReadonlySet<string> = new Set([
  'properties',
  'patternProperties',
  'dependentSchemas',
  '$defs',
  'definitions',
  'schemas',
]);

/** A container under way; the chain of parents gives the place when one is needed. */
interface Frame {
  readonly node: JsonObject | readonly Json[];
  readonly keys: readonly string[] | undefined;
  readonly holdsNames: boolean;
  readonly resource: Resource;
  readonly token: string | number;
  next: number;
}

interface Visitor {
  readonly onEmbedded: (resource: Resource) => void;
  readonly reportRepeated: ReportRepeated;
}

function walkSchemas(file: Resource, visitor: Visitor): void {
  const frames: Frame[] = [];
  const seen = new Set<object>();
  const enter = (value: Json | undefined, token: string | number, parent: Frame | undefined): void => {
    // YAML aliases can put one object in many places.
    if (typeof value !== 'object' || value === null || seen.has(value)) return;
    seen.add(value);
    const keys = isObject(value) ? Object.keys(value) : undefined;
    const holdsNames = keys !== undefined && parent?.holdsNames === false && nameMembers.has(String(token));
    const inherited = parent?.resource ?? file;
    const isIdentified = isObject(value) && !holdsNames && identifiers.some((keyword) => Object.hasOwn(value, keyword));
    const place = isIdentified ? placeOf(file.place, frames, token) : file.place;
    const resource = isIdentified ? identify(value, inherited, place, visitor) : inherited;
    frames.push({ node: value, keys, holdsNames, resource, token, next: 0 });
  };
  enter(file.value, '', undefined);
  for (let frame = frames.at(-1); frame !== undefined; frame = frames.at(-1)) {
    const { node, keys, holdsNames } = frame;
    const index = frame.next;
    frame.next += 1;
    if (keys === undefined) {
      if (!isArray(node) || index >= node.length) frames.pop();
      else enter(node[index], index, frame);
    } else if (index >= keys.length) frames.pop();
    else {
      const key = keys[index] ?? '';
      const isData = !holdsNames && dataMembers.has(key);
      if (!isData && isObject(node)) enter(node[key], key, frame);
    }
  }
}

function placeOf(root: Place, frames: readonly Frame[], token: string | number): Place {
  if (frames.length === 0) return root;
  return within(root, [...frames.slice(1).map((frame) => frame.token), token]);
}

const identifiers = ['$id', '$anchor', '$dynamicAnchor'] as const;

/** Records the identifiers of an object. @returns the resource that its members belong to. */
function identify(
  object: JsonObject,
  inherited: Resource,
  place: Place,
  { onEmbedded, reportRepeated }: Visitor,
): Resource {
  const id = member(object, '$id');
  let resource = inherited;
  const addAnchor = (keyword: string, name: string): void => {
    const { anchors } = resource;
    // `$anchor` and `$dynamicAnchor` of one schema may be the same.
    if (!anchors.has(name)) anchors.set(name, { place, value: object });
    else if (anchors.get(name)?.value !== object) reportRepeated(place, keyword, name);
  };
  // A fragment alone is how drafts before 2019-09 wrote an anchor.
  if (typeof id === 'string' && /^#./s.test(id)) addAnchor('$id', id.slice(1));
  else if (typeof id === 'string') {
    const uri = splitUri(resolveUri(id, inherited.uri)).resource;
    resource = { uri, place, value: object, file: inherited.file, anchors: new Map() };
    onEmbedded(resource);
  }
  for (const keyword of ['$anchor', '$dynamicAnchor']) {
    const name = member(object, keyword);
    if (typeof name === 'string') addAnchor(keyword, name);
  }
  return resource;
}
