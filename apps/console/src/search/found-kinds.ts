import type { OrganisationSearch } from '@connectory/client';

/** What a search finds, in the order in which it is shown. */
export const foundKinds = [
  'connectors',
  'versions',
  'imports',
  'entities',
] as const satisfies readonly (keyof OrganisationSearch)[];

export type FoundKind = (typeof foundKinds)[number];
