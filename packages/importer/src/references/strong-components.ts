/** The cycles of a directed graph, found when they are asked for. A cycle goes by a number. */
export interface CycleIndex<Item> {
  /** The cycle of an item. Items that are in no cycle have a number of their own. */
  cycleOf(item: Item): number | undefined;
  /** The cycle of an item that was met so far, by its key. */
  knownCycleOf(key: string): number | undefined;
}

interface Node<Item> {
  readonly links: readonly Item[];
  /** Index of the next link to follow. */
  next: number;
  readonly order: number;
  /** Lowest order that is reachable, as far as known. */
  lowest: number;
  /** Order of the first node of its cycle; undefined while links are still being followed. */
  cycle: number | undefined;
}

/**
 * Tarjan's strongly connected components, without recursion. Each item is visited once, however often it is asked for.
 * @param keyOf gives equal keys to equal items.
 */
export function createCycleIndex<Item>(
  keyOf: (item: Item) => string,
  linksOf: (item: Item) => readonly Item[],
): CycleIndex<Item> {
  const nodes = new Map<string, Node<Item>>();
  return {
    cycleOf: (item) => {
      const node = nodes.get(keyOf(item)) ?? new Search(nodes, keyOf, linksOf).run(item);
      return node.cycle;
    },
    knownCycleOf: (key) => nodes.get(key)?.cycle,
  };
}

class Search<Item> {
  readonly #nodes: Map<string, Node<Item>>;
  readonly #keyOf: (item: Item) => string;
  readonly #linksOf: (item: Item) => readonly Item[];
  /** The nodes from the start to the current one. */
  readonly #path: Node<Item>[] = [];
  /** Visited nodes whose cycle is not known yet. */
  readonly #pending: Node<Item>[] = [];

  constructor(nodes: Map<string, Node<Item>>, keyOf: (item: Item) => string, linksOf: (item: Item) => readonly Item[]) {
    this.#nodes = nodes;
    this.#keyOf = keyOf;
    this.#linksOf = linksOf;
  }

  run(start: Item): Node<Item> {
    const first = this.#open(start);
    for (let node = this.#path.at(-1); node !== undefined; node = this.#path.at(-1)) {
      const link = node.links[node.next];
      node.next += 1;
      if (link === undefined) this.#close(node);
      else this.#follow(node, link);
    }
    return first;
  }

  #open(item: Item): Node<Item> {
    const order = this.#nodes.size;
    const node: Node<Item> = { links: this.#linksOf(item), next: 0, order, lowest: order, cycle: undefined };
    this.#nodes.set(this.#keyOf(item), node);
    this.#path.push(node);
    this.#pending.push(node);
    return node;
  }

  #follow(node: Node<Item>, link: Item): void {
    const linked = this.#nodes.get(this.#keyOf(link));
    if (linked === undefined) this.#open(link);
    else if (linked.cycle === undefined) node.lowest = Math.min(node.lowest, linked.order);
  }

  #close(node: Node<Item>): void {
    this.#path.pop();
    if (node.lowest === node.order) this.#assignCycle(node);
    const parent = this.#path.at(-1);
    if (parent !== undefined) parent.lowest = Math.min(parent.lowest, node.lowest);
  }

  #assignCycle(root: Node<Item>): void {
    for (let node = this.#pending.pop(); node !== undefined; node = this.#pending.pop()) {
      node.cycle = root.order;
      if (node === root) return;
    }
  }
}
