import { isArray, isObject, type Json, type JsonObject, splitPointer } from '@connectory/json';
import { member } from '../json/members.ts';
import type { MessageCollector } from '../messages/message-collector.ts';
import { at, type Place, rootPlace } from '../place/place.ts';
import { schemaViolation } from '../rules/schema-violation.ts';
import { kinds as kinds30 } from './generated/structure-3-0.ts';
import { kinds as kinds31 } from './generated/structure-3-1.ts';
import { parseKinds, type Edge, type Kind, type Violation } from './kind.ts';

/** Maximum number of violations, because a document of another kind would violate the schema everywhere. */
const maxViolations = 10_000;

/** Keywords of the 3.1 schema that members and values of 3.2 may violate. */
const widenedIn32: ReadonlySet<string> = new Set([
  'unevaluatedProperties',
  'additionalProperties',
  'enum',
  'pattern',
  'const',
]);

/**
 * Validates a document against the published schema of its OpenAPI version. Reports the first violation of each
 * object. Schemas and references are checked where they are translated and resolved. Iterative; visits each object
 * once. Swagger 2.0 is skipped, because only its upgrade is available.
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
    // References are resolved and reported by the mapping.
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

/** YAML aliases can put one object in many places. */
function firstTime(seen: Map<Kind, Set<object>>, kind: Kind, value: object): boolean {
  const known = seen.get(kind) ?? new Set();
  seen.set(kind, known);
  if (known.has(value)) return false;
  known.add(value);
  return true;
}

/** In reverse, because the stack is read from its end and violations are reported in document order. */
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

/** Skips violations of single branches of alternatives: only the failure of all branches is informative. */
function isNoise({ keyword, schemaPath }: Violation): boolean {
  return keyword === 'if' || /\/(oneOf|anyOf|not)\/(?!$)/.test(schemaPath);
}

function textOf({ message, params }: Violation): string {
  const named = params['additionalProperty'] ?? params['unevaluatedProperty'] ?? params['propertyName'];
  const allowed = params['allowedValues'];
  const more = typeof named === 'string' ? `: ${JSON.stringify(named)}` : '';
  return `${message}${more}${Array.isArray(allowed) ? `: ${allowed.map((value) => JSON.stringify(value)).join(', ')}` : ''}`;
}
