/** Counts the uses of organisations at a time in this process. */
export interface InUse {
  count(organisationId: string): number;
  /** Counts one use. @returns a function that ends it; further calls of it do nothing. */
  begin(organisationId: string): () => void;
}

export function createInUse(): InUse {
  const counts = new Map<string, number>();
  const count = (organisationId: string): number => counts.get(organisationId) ?? 0;
  return {
    count,
    begin: (organisationId) => {
      counts.set(organisationId, count(organisationId) + 1);
      let ended = false;
      return () => {
        if (ended) return;
        ended = true;
        const left = count(organisationId) - 1;
        if (left === 0) counts.delete(organisationId);
        else counts.set(organisationId, left);
      };
    },
  };
}
