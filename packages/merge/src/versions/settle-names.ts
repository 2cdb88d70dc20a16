/** An entity whose name must become unique. */
export interface NamedEntity {
  readonly name: string;
  /** Whether the user chose its name. */
  readonly isChosen: boolean;
}

export interface SettledName {
  readonly name: string;
  /** The index of the entity that has the name that this entity had before. */
  readonly takenBy?: number;
}

/** Makes names unique. A name that the user chose stays; the document's entity of that name gets a number. */
export function settleNames(entities: readonly NamedEntity[], keyOf: (name: string) => string): readonly SettledName[] {
  const owners = new Map<string, number>();
  const settled: SettledName[] = entities.map(({ name }) => ({ name }));
  const order = entities.map((_, index) => index);
  const wanted = new Set(entities.map(({ name }) => keyOf(name)));
  const settle = (index: number): void => {
    const name = entities[index]?.name ?? '';
    const owner = owners.get(keyOf(name));
    if (owner === undefined) {
      owners.set(keyOf(name), index);
      return;
    }
    let number = 2;
    while (wanted.has(keyOf(`${name}_${number}`))) number += 1;
    const free = `${name}_${number}`;
    wanted.add(keyOf(free));
    owners.set(keyOf(free), index);
    settled[index] = { name: free, takenBy: owner };
  };
  for (const isChosen of [true, false])
    for (const index of order) if (entities[index]?.isChosen === isChosen) settle(index);
  return settled;
}
