import { isArray, isObject, type Json } from '@connectory/json';
import { member } from '../json/members.ts';
import { at, type Place, pointerOf, rootPlace } from '../place/place.ts';

interface Visit {
  readonly value: Json | undefined;
  readonly place: Place;
}

/** Members that hold data: a key in them that looks like a keyword is not one. */
const dataMembers: ReadonlySet<string> = new Set(['example', 'examples', 'default', 'enum', 'const', 'value']);

/**
 * The pointers of all named schemas, by `$id` and by `#anchor`. Of several with one name the first counts.
 * Iterative, because documents can be nested deeper than the call stack.
 */
export function collectAnchors(root: Json): ReadonlyMap<string, string> {
  const anchors = new Map<string, string>();
  const stack: Visit[] = [{ value: root, place: rootPlace }];
  for (let visit = stack.pop(); visit !== undefined; visit = stack.pop()) {
    const { value, place } = visit;
    for (const name of namesOf(value)) if (!anchors.has(name)) anchors.set(name, pointerOf(place));
    pushChildren(stack, visit);
  }
  return anchors;
}

function namesOf(value: Json | undefined): readonly string[] {
  if (!isObject(value)) return [];
  const [anchor, dynamicAnchor, id] = ['$anchor', '$dynamicAnchor', '$id'].map((key) => member(value, key));
  return [
    ...(typeof anchor === 'string' ? [`#${anchor}`] : []),
    ...(typeof dynamicAnchor === 'string' ? [`#${dynamicAnchor}`] : []),
    ...(typeof id === 'string' ? [id] : []),
  ];
}

/** Last first, so that the stack yields children in document order. Scalars hold no names and are skipped. */
function pushChildren(stack: Visit[], { value, place }: Visit): void {
  if (isArray(value)) {
    for (let index = value.length - 1; index >= 0; index -= 1) push(stack, value[index], at(place, index));
  } else if (isObject(value)) {
    for (const key of Object.keys(value).reverse()) if (!dataMembers.has(key)) push(stack, value[key], at(place, key));
  }
}

function push(stack: Visit[], value: Json | undefined, place: Place): void {
  if (typeof value === 'object' && value !== null) stack.push({ value, place });
}
