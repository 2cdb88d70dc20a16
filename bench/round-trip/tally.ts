const maxRows = 80;

/** Counts by kind, each with an example. */
export class Tally {
  readonly #kinds = new Map<string, { count: number; readonly example: string }>();

  get total(): number {
    return [...this.#kinds.values()].reduce((sum, { count }) => sum + count, 0);
  }

  add(kind: string, example: string, count: number): void {
    const known = this.#kinds.get(kind);
    if (known === undefined) this.#kinds.set(kind, { count, example });
    else known.count += count;
  }

  has(kind: string): boolean {
    return this.#kinds.has(kind);
  }

  /** A Markdown table, the most frequent kinds first. */
  table(title: string): string {
    const rows = [...this.#kinds].sort(([, one], [, other]) => other.count - one.count).slice(0, maxRows);
    const lines = rows.map(([kind, { count, example }]) => `| ${kind} | ${count} | ${example} |`);
    return [`| ${title} | number | for example |`, '| --- | ---: | --- |', ...lines, ''].join('\n');
  }
}
