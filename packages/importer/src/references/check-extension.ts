import { childAt, isArray, isObject, type Json, splitPointer } from '@connectory/json';
import { member } from '../json/members.ts';
import type { MessageCollector } from '../messages/message-collector.ts';
import { at, type Place } from '../place/place.ts';
import { referenceDangling } from '../rules/reference-dangling.ts';
import { referenceExternal } from '../rules/reference-external.ts';
import type { TargetFinder } from './find-target.ts';

interface Visit {
  readonly value: Json;
  readonly place: Place;
  /** The value that holds it, within the extension. */
  readonly parent: Visit | undefined;
}

/**
 * Reports references in an extension that lead nowhere. They are kept as written, so that their target is missing. A reference to a place
 * of the extension itself, such as a JSON Schema with definitions of its own, is fine.
 */
export function checkExtension(value: Json, place: Place, finder: TargetFinder, messages: MessageCollector): void {
  if (typeof value !== 'object' || value === null || !holdsReference(value)) return;
  const stack: Visit[] = [{ value, place, parent: undefined }];
  for (let visit = stack.pop(); visit !== undefined; visit = stack.pop()) {
    const { value: node, place: here } = visit;
    const reference = isObject(node) ? member(node, '$ref') : undefined;
    if (typeof reference === 'string') checkReference(reference, visit, finder, messages);
    if (isArray(node))
      node.forEach((item, index) => stack.push({ value: item, place: at(here, index), parent: visit }));
    else if (isObject(node))
      for (const key of Object.keys(node))
        stack.push({ value: node[key] ?? null, place: at(here, key), parent: visit });
  }
}

/** Without places, because few extensions hold a reference. */
function holdsReference(value: Json): boolean {
  const stack: (Json | undefined)[] = [value];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (typeof node !== 'object' || node === null) continue;
    if (isObject(node) && typeof member(node, '$ref') === 'string') return true;
    for (const item of Object.values(node)) if (typeof item === 'object') stack.push(item);
  }
  return false;
}

function checkReference(reference: string, visit: Visit, finder: TargetFinder, messages: MessageCollector): void {
  const { kind } = finder.find(reference, visit.place);
  if (kind === 'found' || leadsInside(reference, visit)) return;
  const rule = kind === 'external' ? referenceExternal : referenceDangling;
  messages.report(rule, at(visit.place, '$ref'), reference);
}

/** Whether a pointer leads to a value, read from one of the values around the reference. */
function leadsInside(reference: string, visit: Visit): boolean {
  if (!reference.startsWith('#/')) return reference.startsWith('#');
  const tokens = splitPointer(reference.slice(1));
  for (let around: Visit | undefined = visit; around !== undefined; around = around.parent) {
    const target = tokens.reduce<Json | undefined>((value, token) => childAt(value, token), around.value);
    if (target !== undefined) return true;
  }
  return false;
}
