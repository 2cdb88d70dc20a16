/** Adds items to a list. `push(...items)` puts them on the stack, which holds about a hundred thousand. */
export function append<Item>(list: Item[], items: Iterable<Item>): void {
  for (const item of items) list.push(item);
}
