import { isArray, isObject, type Json } from '@connectory/json';
import { member } from '../json/members.ts';
import type { MessageCollector } from '../messages/message-collector.ts';
import { at, type Place } from '../place/place.ts';
import type { References } from '../references/references.ts';
import { referenceExternal } from '../rules/reference-external.ts';

interface DataContext {
  readonly isExtension: boolean;
  readonly references: References;
  readonly messages: MessageCollector;
}

/** The value of a member that holds no object with a table: as it is, but for a reference to a text file, which becomes its text. */
export function keepData(value: Json, place: Place, { isExtension, references, messages }: DataContext): Json {
  if (typeof value !== 'object' || value === null) return value;
  const reference = isObject(value) ? member(value, '$ref') : undefined;
  if (typeof reference === 'string' && !reference.startsWith('#')) {
    const target = references.find(reference, place);
    if (target.kind === 'found' && typeof target.value === 'string') return target.value;
  }
  if (isExtension && holdsReference(value)) reportExternal(value, place, references, messages);
  return value;
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

/** References in extensions are kept as written. One that leads out of the upload is reported, because its target is missing then. */
function reportExternal(value: Json, place: Place, references: References, messages: MessageCollector): void {
  const stack: { value: Json | undefined; place: Place }[] = [{ value, place }];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { value: node, place: here } = next;
    if (isArray(node)) node.forEach((item, index) => stack.push({ value: item, place: at(here, index) }));
    if (!isObject(node)) continue;
    const reference = member(node, '$ref');
    if (typeof reference === 'string' && references.find(reference, here).kind === 'external')
      messages.report(referenceExternal, at(here, '$ref'), reference);
    for (const key of Object.keys(node))
      if (typeof node[key] === 'object') stack.push({ value: node[key], place: at(here, key) });
  }
}
