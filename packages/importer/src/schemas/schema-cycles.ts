import { isArray, isObject, type Json, type JsonObject, member } from '../json/json.ts';
import { at, type Place, placeOfPointer, pointerOf, rootPlace } from '../place/place.ts';
import type { SchemaAt } from './meant-schema.ts';

/** Finds references that make a schema a part of itself, without a step into the instance: validators have no end with it. */
export interface CircleFinder {
  /**
   * Whether a reference under `allOf` or the like leads back to a schema that it is a part of. Circles of references alone are not
   * meant: they hold nothing.
   * @param place of the keyword, `$ref` or `$dynamicRef`. @param target where it leads.
   */
  closesCircle(place: Place, target: SchemaAt): boolean;
}

/** Keywords whose schemas judge the same instance (JSON Schema 2020-12 Core, section 10.2), by what they hold. */
const inPlace: ReadonlyMap<string | number, 'schema' | 'list' | 'map'> = new Map<
  string | number,
  'schema' | 'list' | 'map'
>([
  ['not', 'schema'],
  ['if', 'schema'],
  ['then', 'schema'],
  ['else', 'schema'],
  ['allOf', 'list'],
  ['anyOf', 'list'],
  ['oneOf', 'list'],
  ['dependentSchemas', 'map'],
]);

const referenceKeywords = ['$ref', '$dynamicRef'] as const;

interface Node {
  readonly links: readonly SchemaAt[];
  next: number;
  readonly order: number;
  lowest: number;
  /** The circle that it is in, by its first member; itself when it is in none. Undefined while not all of its links are known. */
  circle: number | undefined;
}

/**
 * @param find where a reference that stands at a place leads, as it will be served; undefined when nowhere.
 * @param is30 whether members beside a `$ref` have no effect.
 */
export function createCircleFinder(
  find: (reference: string, place: Place) => SchemaAt | undefined,
  is30: boolean,
): CircleFinder {
  const nodes = new Map<string, Node>();
  const visit = (start: SchemaAt): Node => findCircles(start, nodes, (schema) => linksOf(schema, find, is30));
  return {
    closesCircle: (place, target) => {
      const owners = ownersOf(place);
      if (owners.length < 2) return false;
      const { circle } = visit(target);
      return owners.map(pointerOf).some((owner) => owner === target.pointer || nodes.get(owner)?.circle === circle);
    },
  };
}

/** Tarjan's strongly connected components, without recursion: each schema is looked at once, however often it is asked for. */
function findCircles(
  start: SchemaAt,
  nodes: Map<string, Node>,
  linksOfSchema: (schema: SchemaAt) => readonly SchemaAt[],
): Node {
  const known = nodes.get(start.pointer);
  if (known !== undefined) return known;
  const open = (schema: SchemaAt): Node => {
    const node = { links: linksOfSchema(schema), next: 0, order: nodes.size, lowest: nodes.size, circle: undefined };
    nodes.set(schema.pointer, node);
    return node;
  };
  const first = open(start);
  const path = [first];
  const unsettled = [first];
  for (let node = path.at(-1); node !== undefined; node = path.at(-1)) {
    const link = node.links[node.next];
    node.next += 1;
    const linked = link === undefined ? undefined : nodes.get(link.pointer);
    if (link !== undefined && linked === undefined) {
      const opened = open(link);
      path.push(opened);
      unsettled.push(opened);
    } else if (linked !== undefined) {
      if (linked.circle === undefined) node.lowest = Math.min(node.lowest, linked.order);
    } else {
      path.pop();
      if (node.lowest === node.order) settle(node, unsettled);
      const parent = path.at(-1);
      if (parent !== undefined) parent.lowest = Math.min(parent.lowest, node.lowest);
    }
  }
  return first;
}

function settle(root: Node, unsettled: Node[]): void {
  for (let node = unsettled.pop(); node !== undefined; node = unsettled.pop()) {
    node.circle = root.order;
    if (node === root) return;
  }
}

/** The schemas that a reference is a part of in place: the one that has it, and those that apply that one to the same instance. */
function ownersOf(place: Place): readonly Place[] {
  const owners: Place[] = [];
  let here = place.parent;
  while (here !== undefined) {
    owners.push(here);
    const above: Place | undefined = here.parent;
    if (inPlace.get(here.token) === 'schema') here = above;
    else if (above !== undefined && isInPlaceCollection(above.token)) here = above.parent;
    else return owners;
    if (here === rootPlace) return owners;
  }
  return owners;
}

function isInPlaceCollection(token: string | number): boolean {
  const holds = inPlace.get(token);
  return holds === 'list' || holds === 'map';
}

/** Where the references of a schema lead that judge the same instance as the schema itself. */
function linksOf(
  schema: SchemaAt,
  find: (reference: string, place: Place) => SchemaAt | undefined,
  is30: boolean,
): readonly SchemaAt[] {
  const links: SchemaAt[] = [];
  const open: { value: Json | undefined; place: Place }[] = [
    { value: schema.value, place: placeOfPointer(schema.pointer) },
  ];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, place } = next;
    if (!isObject(value)) continue;
    for (const keyword of referenceKeywords) {
      const reference = member(value, keyword);
      const target = typeof reference === 'string' ? find(reference, at(place, keyword)) : undefined;
      if (target !== undefined) links.push(target);
    }
    if (is30 && typeof member(value, '$ref') === 'string') continue;
    for (const part of partsOf(value, place)) open.push(part);
  }
  return links;
}

function partsOf(schema: JsonObject, place: Place): readonly { value: Json | undefined; place: Place }[] {
  return [...inPlace].flatMap(([keyword, holds]) => {
    const held = member(schema, String(keyword));
    const here = at(place, keyword);
    if (holds === 'schema') return [{ value: held, place: here }];
    if (holds === 'list') return isArray(held) ? held.map((value, index) => ({ value, place: at(here, index) })) : [];
    return isObject(held) ? Object.keys(held).map((key) => ({ value: held[key], place: at(here, key) })) : [];
  });
}
