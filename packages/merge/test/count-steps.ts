const scans = [
  'concat',
  'every',
  'filter',
  'find',
  'findIndex',
  'findLast',
  'findLastIndex',
  'flatMap',
  'forEach',
  'includes',
  'indexOf',
  'join',
  'lastIndexOf',
  'map',
  'reduce',
  'slice',
  'some',
  'sort',
  'splice',
  'toReversed',
  'toSorted',
  'values',
  'entries',
  Symbol.iterator,
] as const;

/**
 * Counts what a function reads, the same on every machine: the items of each list that it scans, and the members of each object that it
 * lists.
 */
export function countSteps(work: () => unknown): number {
  let steps = 0;
  const restores: (() => void)[] = [];
  const count = (owner: object, name: PropertyKey, sizeOf: (self: unknown, first: unknown) => number): void => {
    const original: unknown = Reflect.get(owner, name);
    if (typeof original !== 'function') throw new Error(`no method ${String(name)}`);
    Reflect.set(owner, name, function counted(this: unknown, ...given: unknown[]): unknown {
      steps += 1 + sizeOf(this, given[0]);
      return Reflect.apply(original, this, given);
    });
    restores.push(() => Reflect.set(owner, name, original));
  };
  try {
    for (const name of scans) count(Array.prototype, name, lengthOf);
    for (const name of ['keys', 'values', 'entries'])
      count(Object, name, (_, object) => Reflect.ownKeys(Object(object)).length);
    count(JSON, 'stringify', (_, value) => lengthOf(value));
    count(String.prototype, 'split', lengthOf);
    work();
  } finally {
    for (const restore of restores) restore();
  }
  return steps;
}

function lengthOf(value: unknown): number {
  const length: unknown = Reflect.get(Object(value), 'length');
  return typeof length === 'number' ? length : 0;
}
