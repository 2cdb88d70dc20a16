/**
 * Counts the turns of the event loop, in which other requests are served. Work that pauses with `setImmediate` takes at least one turn for
 * each pause, on any machine: a lower bound of the count is deterministic, an upper one is not.
 */
export function countTurns(): { count: () => number; stop: () => void } {
  let turns = 0;
  let counting = true;
  const count = (): void => {
    turns += 1;
    if (counting) setImmediate(count);
  };
  setImmediate(count);
  return { count: () => turns, stop: () => (counting = false) };
}
