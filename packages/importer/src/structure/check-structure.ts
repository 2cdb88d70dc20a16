import { isArray, isObject, type Json, type JsonObject, splitPointer } from '@connectory/json';
import { member } from '../json/members.ts';
import type { MemberTable, ObjectKind, SpecVersion } from '../members/member-table.ts';
import { findMember, tablesOf } from '../members/tables-of.ts';
import type { MessageCollector } from '../messages/message-collector.ts';
import { at, type Place, rootPlace } from '../place/place.ts';
import { schemaViolation } from '../rules/schema-violation.ts';
import { readValidators } from './kind.ts';
import { describeFirst } from './violation.ts';

/** Maximum number of violations, because a document of another kind would violate the schema everywhere. */
const maxViolations = 10_000;

/** A value that should be an object of a kind. */
interface Visit {
  readonly value: Json;
  readonly kind: ObjectKind;
  readonly place: Place;
}

/**
 * Validates a document against the published schema of its OpenAPI version. Reports the first violation of each
 * object. Schemas and references are checked where they are translated and resolved. Iterative; visits each object
 * once.
 * @param root the document as uploaded.
 */
export function checkStructure(root: JsonObject, version: SpecVersion, messages: MessageCollector): void {
  const validators = readValidators(version);
  const tables = tablesOf(version);
  const seen = new Map<ObjectKind, Set<object>>();
  const todo: Visit[] = [{ value: root, kind: 'document', place: rootPlace }];
  let violations = 0;
  for (let visit = todo.pop(); visit !== undefined && violations < maxViolations; visit = todo.pop()) {
    const { value, kind, place } = visit;
    if (isObject(value) && !isFirst(seen, kind, value)) continue;
    const violation = describeFirst(validators.get(kind)?.(value) ?? []);
    if (violation !== undefined) {
      violations += 1;
      messages.report(schemaViolation, at(place, ...splitPointer(violation.path)), violation.text);
    }
    const table = tables[kind];
    if (isObject(value) && table !== undefined) pushMembers(place, value, table, version, todo);
  }
}

/** YAML aliases can put one object in many places. */
function isFirst(seen: Map<ObjectKind, Set<object>>, kind: ObjectKind, value: object): boolean {
  const known = seen.get(kind) ?? new Set();
  seen.set(kind, known);
  if (known.has(value)) return false;
  known.add(value);
  return true;
}

/** In reverse, because the stack is read from its end and violations are reported in document order. */
function pushMembers(place: Place, value: JsonObject, table: MemberTable, version: SpecVersion, todo: Visit[]): void {
  for (const key of Object.keys(value).reverse()) {
    // The specification does not say what extensions hold.
    const leads = key.startsWith('x-') ? undefined : findMember(table, key, version)?.leads;
    const held = value[key];
    if (leads === undefined || held === undefined) continue;
    const here = at(place, key);
    const push = (inner: Json | undefined, innerPlace: Place): void => {
      if (inner === undefined || isReference(inner, leads.kind)) return;
      todo.push({ value: inner, kind: leads.kind, place: innerPlace });
    };
    if (leads.as === 'one') push(held, here);
    else if (leads.as === 'list' && isArray(held))
      for (let index = held.length - 1; index >= 0; index -= 1) push(held[index], at(here, index));
    else if (leads.as === 'map' && isObject(held))
      for (const name of Object.keys(held).reverse()) push(held[name], at(here, name));
  }
}

/** References are resolved and reported by the mapping. A path item may have members beside its reference. */
function isReference(value: Json, kind: ObjectKind): boolean {
  return kind !== 'path-item' && isObject(value) && typeof member(value, '$ref') === 'string';
}
