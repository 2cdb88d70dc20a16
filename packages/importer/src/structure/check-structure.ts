import { isArray, isObject, type Json, type JsonObject, splitPointer } from '@connectory/json';
import { member } from '../json/members.ts';
import { type KindLeads, leadsOf } from '../members/leads.ts';
import type { Leads, ObjectKind, SpecVersion } from '../members/member-table.ts';
import type { MessageCollector } from '../messages/message-collector.ts';
import { at, type Place, rootPlace, within } from '../place/place.ts';
import { schemaViolation } from '../rules/schema-violation.ts';
import { valueNotBoolean } from '../rules/value-not-boolean.ts';
import { valueNotText } from '../rules/value-not-text.ts';
import { readValidators, type ValidateKind } from './kind.ts';
import { type DescribedViolation, describeViolations } from './violation.ts';

/** Maximum number of violations, because a document of another kind would violate the schema everywhere. */
const maxViolations = 10_000;

/** How objects of one kind are checked. */
interface KindCheck {
  readonly validate: ValidateKind | undefined;
  readonly leads: KindLeads | undefined;
  /** YAML aliases can put one object in many places. */
  readonly seen: Set<object>;
}

interface KindChecks {
  readonly version: SpecVersion;
  readonly kinds: ReadonlyMap<ObjectKind, KindCheck>;
}

/** A value that should be an object of a kind. */
interface Visit {
  readonly value: Json;
  readonly check: KindCheck;
  readonly place: Place;
}

/**
 * Validates a document against the published schema of its OpenAPI version. Reports the violations of each
 * object. Schemas and references are checked where they are translated and resolved. Iterative; visits each object
 * once.
 * @param root the document as uploaded.
 */
export function checkStructure(root: JsonObject, version: SpecVersion, messages: MessageCollector): void {
  const checks = createChecks(version);
  const todo: Visit[] = [];
  push(root, 'document', rootPlace, checks, todo);
  let violations = 0;
  for (let visit = todo.pop(); visit !== undefined && violations < maxViolations; visit = todo.pop()) {
    const { value, check, place } = visit;
    if (isObject(value)) {
      if (check.seen.has(value)) continue;
      check.seen.add(value);
    }
    for (const { path, text } of violationsOf(value, check)) {
      const where = within(place, splitPointer(path));
      if (isRead(text, where, messages)) continue;
      violations += 1;
      messages.report(schemaViolation, where, text);
    }
    if (isObject(value) && check.leads !== undefined) pushMembers(place, value, check.leads, checks, todo);
  }
}

function createChecks(version: SpecVersion): KindChecks {
  const validators = readValidators(version);
  const leads = leadsOf(version);
  const kinds = new Set([...validators.keys(), ...leads.keys()]);
  return {
    version,
    kinds: new Map(
      [...kinds].map((kind) => [kind, { validate: validators.get(kind), leads: leads.get(kind), seen: new Set() }]),
    ),
  };
}

/** The mapping has said what became of a value that is no text, or no boolean. */
function isRead(text: string, where: Place, messages: MessageCollector): boolean {
  if (text === 'must be string') return messages.hasReported(valueNotText, where);
  return text === 'must be boolean' && messages.hasReported(valueNotBoolean, where);
}

function violationsOf(value: Json, { validate }: KindCheck): readonly DescribedViolation[] {
  const violations = validate?.(value);
  if (violations === undefined || violations.length === 0) return [];
  // Rules on the members of a value that has none would say something else.
  return isObject(value) ? describeViolations(violations) : [{ path: '', text: 'must be object' }];
}

/** In reverse, because the stack is read from its end and violations are reported in document order. */
function pushMembers(place: Place, value: JsonObject, leadsOfKind: KindLeads, checks: KindChecks, todo: Visit[]): void {
  const keys = Object.keys(value);
  for (let index = keys.length - 1; index >= 0; index -= 1) {
    const key = keys[index] ?? '';
    // The specification does not say what extensions hold.
    const leads = key.startsWith('x-') ? undefined : leadsOfKind.of(key);
    const held = value[key];
    // Schemas are checked where they are translated.
    if (leads !== undefined && held !== undefined && leads.kind !== 'schema')
      pushHeld(held, leads, at(place, key), checks, todo);
  }
}

function pushHeld(held: Json, { kind, as }: Leads, place: Place, checks: KindChecks, todo: Visit[]): void {
  if (as === 'one') push(held, kind, place, checks, todo);
  else if (as === 'list' && isArray(held))
    for (let index = held.length - 1; index >= 0; index -= 1) push(held[index], kind, at(place, index), checks, todo);
  else if (as === 'map' && isObject(held))
    for (const name of Object.keys(held).reverse()) push(held[name], kind, at(place, name), checks, todo);
}

function push(value: Json | undefined, kind: ObjectKind, place: Place, checks: KindChecks, todo: Visit[]): void {
  const check = checks.kinds.get(kind);
  if (value !== undefined && check !== undefined && !isReference(value, kind, checks.version))
    todo.push({ value, check, place });
}

/** References are resolved and reported by the mapping. A path item may have members beside its reference. */
function isReference(value: Json, kind: ObjectKind, version: SpecVersion): boolean {
  const isAllowed = version === '2.0' ? !neverReferences20.has(kind) : referenceKinds.has(kind);
  if (!isAllowed && !(kind === 'media-type' && version === '3.2')) return false;
  return isObject(value) && typeof member(value, '$ref') === 'string';
}

/** Kinds of objects that a reference can stand for, schemas and path items apart, since OpenAPI 3.0. Since 3.2 media types, too. */
const referenceKinds: ReadonlySet<ObjectKind> = new Set<ObjectKind>([
  'parameter',
  'request-body',
  'response',
  'callbacks',
  'example',
  'link',
  'header',
  'security-scheme',
]);

/** Kinds of objects that no reference can stand for in Swagger 2.0. */
const neverReferences20: ReadonlySet<ObjectKind> = new Set<ObjectKind>([
  'path-item',
  'operation',
  'info',
  'contact',
  'license',
  'server',
  'tag',
  'external-documentation',
  'oauth-flows',
  'oauth-flow',
]);
