import { isArray, isObject, type Json, type JsonObject, splitPointer } from '@connectory/json';
import { member } from '../json/members.ts';
import type { MessageCollector } from '../messages/message-collector.ts';
import { at, type Place, rootPlace } from '../place/place.ts';
import { schemaViolation } from '../rules/schema-violation.ts';
import { kinds as kinds30 } from './generated/structure-3-0.ts';
import { kinds as kinds31 } from './generated/structure-3-1.ts';
import { parseKinds, type Edge, type Kind, type Violation } from './kind.ts';

/** Objects with a violation after which the search ends: a document of another kind would otherwise be one long list. */
const maxViolations = 10_000;

/** What the schema of 3.1 says against 3.2, which adds members and values. */
const widenedIn32: ReadonlySet<string> = new Set([
  'unevaluatedProperties',
  'additionalProperties',
  'enum',
  'pattern',
  'const',
]);

/**
 * Holds a document against the published schema of its OpenAPI version and reports, for each object, the first thing that is not as the
 * schema wants it. Schemas and references are left to those who translate and follow them. Walks without recursion, each object once.
 * Swagger 2.0 is not looked at: of it only the upgraded document is known.
 */
export function checkStructure(root: JsonObject, openapi: string, messages: MessageCollector): void {
  if (openapi.startsWith('2')) return;
  const kinds = parseKinds(openapi.startsWith('3.0') ? kinds30 : kinds31);
  const ignored = openapi.startsWith('3.2') ? widenedIn32 : new Set<string>();
  const seen = new Map<Kind, Set<object>>();
  const todo: Visit[] = [];
  const enter = (value: Json | undefined, kindName: string, place: Place): void => {
    const kind = kinds.get(kindName);
    if (kind === undefined || value === undefined) return;
    // References are followed, and reported, by those who need their targets.
    if (isObject(value) && typeof member(value, '$ref') === 'string') return;
    todo.push({ value, kind, place });
  };
  enter(root, 'document', rootPlace);
  let violations = 0;
  for (let visit = todo.pop(); visit !== undefined && violations < maxViolations; visit = todo.pop()) {
    const { value, kind, place } = visit;
    if (isObject(value) && !firstTime(seen, kind, value)) continue;
    const violation = kind.validate(value).find((found) => !isNoise(found) && !ignored.has(found.keyword));
    if (violation !== undefined) {
      violations += 1;
      messages.report(schemaViolation, at(place, ...splitPointer(violation.instancePath)), textOf(violation));
    }
    if (isObject(value)) followEdges(value, kind.edges, place, enter);
  }
}

interface Visit {
  readonly value: Json;
  readonly kind: Kind;
  readonly place: Place;
}

/** An alias of YAML may hold one object in many places. */
function firstTime(seen: Map<Kind, Set<object>>, kind: Kind, value: object): boolean {
  const known = seen.get(kind) ?? new Set();
  seen.set(kind, known);
  if (known.has(value)) return false;
  known.add(value);
  return true;
}

/** Last first: the walk takes from the end, so that violations come in the order of the document. */
function followEdges(
  value: JsonObject,
  edges: readonly Edge[],
  place: Place,
  enter: (value: Json | undefined, kind: string, place: Place) => void,
): void {
  for (const key of Object.keys(value).reverse()) {
    const edge = edges.find(({ member: name, matching }) => name === key || matching?.test(key) === true);
    if (edge === undefined) continue;
    const held = value[key];
    const here = at(place, key);
    if (!edge.each) enter(held, edge.kind, here);
    else if (isArray(held))
      for (let index = held.length - 1; index >= 0; index -= 1) enter(held[index], edge.kind, at(here, index));
    else if (isObject(held))
      for (const name of Object.keys(held).reverse()) enter(held[name], edge.kind, at(here, name));
  }
}

/** Within alternatives each branch complains; only that none fits says something. */
function isNoise({ keyword, schemaPath }: Violation): boolean {
  return keyword === 'if' || /\/(oneOf|anyOf|not)\/(?!$)/.test(schemaPath);
}

function textOf({ message, params }: Violation): string {
  const named = params['additionalProperty'] ?? params['unevaluatedProperty'] ?? params['propertyName'];
  const allowed = params['allowedValues'];
  const more = typeof named === 'string' ? `: ${JSON.stringify(named)}` : '';
  return `${message}${more}${Array.isArray(allowed) ? `: ${allowed.map((value) => JSON.stringify(value)).join(', ')}` : ''}`;
}
