import { placeOfPointer } from '@connectory/importer';
import { isArray, isObject, type Json } from '@connectory/json';
import { memberOf, own, sameJson, type SourceMember } from '../ledger/source-member.ts';
import { compareData, isEmpty } from '../values/compare-data.ts';
import { compareObject } from '../objects/compare-object.ts';
import { type Comparison, resolveInExport } from '../values/comparison.ts';

/** Compares a list of parameters with parameters of the export, by location and name. */
export function compareParameters(source: SourceMember, targets: readonly Json[], comparison: Comparison): void {
  const { value } = source;
  if (!isArray(value) || isEmpty(value)) {
    // What is no list is kept as the last parameter.
    compareData(source, isEmpty(value) ? undefined : targets.at(-1), comparison);
    return;
  }
  const free = [...targets];
  value.forEach((_item, index) => compareParameter(memberOf(source, index), free, comparison));
}

/** Compares a parameter with the first of the export that has its location and name, which is taken out of the list. */
export function compareParameter(member: SourceMember, free: Json[], comparison: Comparison): void {
  const index = findParameter(member, free, comparison);
  const [target] = index < 0 ? [undefined] : free.splice(index, 1);
  compareObject('parameter', member, target, comparison);
}

function findParameter(member: SourceMember, free: readonly Json[], comparison: Comparison): number {
  const key = keyOf(resolveInSource(member.value, member, comparison));
  const same = free.findIndex((target) => sameJson(target, member.value));
  if (same >= 0) return same;
  const byKey = free.findIndex((target) => keyOf(resolveInExport(target, comparison.exported)) === key);
  if (byKey >= 0) return byKey;
  const source = resolveInSource(member.value, member, comparison);
  return free.findIndex((target) => isSpelling(source, resolveInExport(target, comparison.exported)));
}

/** Whether the name of a parameter of the export is a spelling of the number or boolean that the source has as a name. */
function isSpelling(source: Json, target: Json | undefined): boolean {
  const [name, spelling] = [own(source, 'name'), own(target, 'name')];
  if (typeof spelling !== 'string' || own(source, 'in') !== own(target, 'in')) return false;
  if (typeof name === 'number') return Number(spelling) === name;
  return typeof name === 'boolean' && `${name}` === spelling.toLowerCase();
}

/** Location and name of each parameter of a list. */
export function keysOf(source: SourceMember, comparison: Comparison): ReadonlySet<string | undefined> {
  const items = isArray(source.value) ? source.value : [];
  return new Set(items.map((item) => keyOf(resolveInSource(item, source, comparison))));
}

/** An object of the source behind its references. */
export function resolveInSource(value: Json, { place }: SourceMember, { finder }: Comparison): Json {
  let current = value;
  let here = place;
  for (let hops = 0; hops < 100; hops += 1) {
    const reference = own(current, '$ref');
    const found = typeof reference === 'string' ? finder.find(reference, here) : undefined;
    if (found?.kind !== 'found') return current;
    current = found.value;
    here = placeOfPointer(found.pointer);
  }
  return current;
}

/** Header names are compared without regard to case (RFC 9110, section 5.1). */
export function keyOf(parameter: Json | undefined): string | undefined {
  if (!isObject(parameter)) return undefined;
  const [location, name] = [own(parameter, 'in'), own(parameter, 'name')];
  if (typeof location !== 'string' || (typeof name !== 'string' && typeof name !== 'number')) return undefined;
  return `${location} ${location === 'header' ? String(name).toLowerCase() : name}`;
}
