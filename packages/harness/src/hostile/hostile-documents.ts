import type { HostileDocument } from './hostile-document.ts';
import { brokenNotices, longPlaces } from './long-places.ts';
import { expandingYaml } from './expanding-yaml.ts';
import { inheritedLists } from './inherited-lists.ts';
import { repeatedWork } from './repeated-work.ts';
import { repeatedReferences } from './repeated-references.ts';
import { sharedSchemas } from './shared-schemas.ts';

/** Documents whose output grows with the square of their size, or faster, when nothing limits it. */
export const hostileDocuments: readonly HostileDocument[] = [
  ...longPlaces,
  ...brokenNotices,
  ...expandingYaml,
  ...repeatedReferences,
  ...inheritedLists,
  ...sharedSchemas,
  ...repeatedWork,
];
