/** Structural facts of a wire schema, or a JSON Schema of ours. Both use the same few keywords. */
export type Shape = { readonly [keyword: string]: unknown };

export interface Comparison {
  /** Schemas of the wire contract by name. */
  readonly facts: { readonly [name: string]: unknown };
  /** Our `components.schemas`. */
  readonly components: { readonly [name: string]: unknown };
  /** `response`: ours must promise at least as much. `request`: ours must not require more. */
  readonly direction: 'response' | 'request';
}

/** Places where our schema promises less than the wire contract (responses) or requires more (requests). */
export function compareShapes(comparison: Comparison, wire: unknown, ours: unknown): readonly string[] {
  return compare({ ...comparison, seen: new Set() }, wire, ours, '$');
}

type Walk = Comparison & { readonly seen: Set<string> };

function compare(walk: Walk, wire: unknown, ours: unknown, place: string): string[] {
  const given = asShape(wire);
  const name = text(given['ref']);
  const key = `${name}=${text(asShape(ours)['$ref'])}`;
  if (name !== '' && walk.seen.has(key)) return [];
  walk.seen.add(key);
  const expected = name === '' ? given : asShape(walk.facts[name]);
  const actual = follow(walk, ours);
  if (Array.isArray(expected['oneOf'])) return compareBranches(walk, expected, actual, place);
  return [
    ...compareScalars(walk, expected, actual, place),
    ...compareProperties(walk, expected, actual, place),
    ...(expected['items'] === undefined ? [] : compare(walk, expected['items'], actual['items'], `${place}[]`)),
  ];
}

function follow(walk: Walk, ours: unknown): Shape {
  const shape = asShape(ours);
  const reference = text(shape['$ref']);
  return reference === '' ? shape : follow(walk, walk.components[reference.replace('#/components/schemas/', '')]);
}

function compareScalars(walk: Walk, expected: Shape, actual: Shape, place: string): string[] {
  const faults: string[] = [];
  const alternatives = [actual, ...list(actual['anyOf']).map(asShape)];
  const types = alternatives.flatMap((shape) => (Array.isArray(shape['type']) ? shape['type'] : [shape['type']]));
  if (expected['type'] !== undefined && !types.includes(expected['type'])) faults.push(`${place}: type`);
  if (types.includes('null') !== (expected['nullable'] === true)) faults.push(`${place}: null`);
  const allowed = valuesOf(expected);
  const possible = alternatives.map(valuesOf).find((values) => values !== undefined);
  if (allowed !== undefined && !isWithin(walk, allowed, possible)) faults.push(`${place}: values`);
  if (walk.direction === 'request') return faults;
  if (expected['format'] !== undefined && !alternatives.some(({ format }) => format === expected['format'])) {
    faults.push(`${place}: format ${text(expected['format'])}`);
  }
  if (expected['pattern'] !== undefined && accepted(actual['pattern']) !== accepted(expected['pattern'])) {
    faults.push(`${place}: pattern`);
  }
  return faults;
}

function isWithin(walk: Walk, allowed: readonly unknown[], possible: readonly unknown[] | undefined): boolean {
  if (walk.direction === 'request') return possible === undefined || allowed.every((value) => possible.includes(value));
  return possible !== undefined && possible.every((value) => allowed.includes(value));
}

function compareProperties(walk: Walk, expected: Shape, actual: Shape, place: string): string[] {
  const faults: string[] = [];
  const [wanted, given] = [list(expected['required']), list(actual['required'])];
  if (walk.direction === 'response') {
    for (const name of wanted) if (!given.includes(name)) faults.push(`${place}.${text(name)}: not required`);
  } else {
    for (const name of given) if (!wanted.includes(name)) faults.push(`${place}.${text(name)}: required`);
  }
  const properties = asShape(actual['properties']);
  for (const [name, property] of Object.entries(asShape(expected['properties']))) {
    const ours = properties[name];
    if (ours === undefined) faults.push(`${place}.${name}: absent`);
    else faults.push(...compare(walk, property, ours, `${place}.${name}`));
  }
  return faults;
}

/** Branches are paired by the constant of their discriminator. A branch that we never send may be missing. */
function compareBranches(walk: Walk, expected: Shape, actual: Shape, place: string): string[] {
  const branches = list(expected['oneOf']);
  const ours = list(actual['oneOf'] ?? actual['anyOf'] ?? [actual]);
  if (expected['discriminator'] === undefined) return [];
  const discriminator = text(expected['discriminator']);
  return branches.flatMap((branch) => {
    const value = valuesOf(asShape(asShape(walkFacts(walk, branch)['properties'])[discriminator]))?.[0];
    const twin = ours.find((candidate) => {
      const property = asShape(asShape(follow(walk, candidate)['properties'])[discriminator]);
      return valuesOf(property)?.includes(value) === true;
    });
    if (twin === undefined) return [`${place}: no branch for ${discriminator} ${text(value)}`];
    return compare(walk, branch, twin, `${place}<${text(value)}>`);
  });
}

function walkFacts(walk: Walk, wire: unknown): Shape {
  const name = text(asShape(wire)['ref']);
  return name === '' ? asShape(wire) : asShape(walk.facts[name]);
}

function valuesOf(shape: Shape): readonly unknown[] | undefined {
  if (shape['const'] !== undefined) return [shape['const']];
  return Array.isArray(shape['enum']) ? shape['enum'] : undefined;
}

/** The printable ASCII characters that a pattern accepts, because equal patterns may be written differently. */
function accepted(pattern: unknown): string {
  if (typeof pattern !== 'string') return 'no pattern';
  const expression = new RegExp(pattern, 'u');
  return Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index))
    .filter((character) => expression.test(character))
    .join('');
}

function asShape(value: unknown): Shape {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
