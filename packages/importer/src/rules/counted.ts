/** A number with its noun: `1 reference`, `3 references`. @param plural for nouns whose plural is not the singular with `s`. */
export function counted(count: number, singular: string, plural = `${singular}s`): string {
  return `${count} ${count === 1 ? singular : plural}`;
}
