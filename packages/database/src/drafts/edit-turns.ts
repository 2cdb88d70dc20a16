/** Edits of one organisation at a time in a process. Each holds a connection of the pool until it ends, also while it waits for a lock. */
const editsAtATime = 4;

/** Edits of one organisation that wait for their turn. */
const maxWaiting = 50;

interface Turns {
  running: number;
  readonly waiting: (() => void)[];
}

const turnsOfPools = new WeakMap<object, Map<string, Turns>>();

/** Runs work when it is its turn among the edits of its organisation. @returns `busy` if too many wait already */
export async function inTurn<Value>(
  pool: object,
  organisationId: string,
  work: () => Promise<Value>,
): Promise<Value | 'busy'> {
  const all = turnsOfPools.get(pool) ?? new Map<string, Turns>();
  turnsOfPools.set(pool, all);
  const turns = all.get(organisationId) ?? { running: 0, waiting: [] };
  all.set(organisationId, turns);
  if (turns.running < editsAtATime) turns.running += 1;
  else if (turns.waiting.length >= maxWaiting) return 'busy';
  // The one that ends hands its turn over, so the count stays the same.
  else await new Promise<void>((resolve) => turns.waiting.push(resolve));
  try {
    return await work();
  } finally {
    const next = turns.waiting.shift();
    if (next !== undefined) next();
    else turns.running -= 1;
    if (turns.running === 0) all.delete(organisationId);
  }
}
