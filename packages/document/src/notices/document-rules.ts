import type { Rule } from '@connectory/importer';
import { archiveFileUnreadable } from './archive-file-unreadable.ts';
import { archiveOtherDocuments } from './archive-other-documents.ts';
import { archiveRoot } from './archive-root.ts';
import { duplicateKey } from './duplicate-key.ts';
import { numberImprecise } from './number-imprecise.ts';
import { numberOutOfRange } from './number-out-of-range.ts';
import { swagger2Read } from './swagger2-read.ts';
import { versionNotString } from './version-not-string.ts';
import { yamlKeyNotString } from './yaml-key-not-string.ts';
import { yamlTagIgnored } from './yaml-tag-ignored.ts';

/** Every rule that reading a document can report, in the order of the documentation. */
export const documentRules: readonly Rule[] = [
  archiveRoot,
  archiveOtherDocuments,
  archiveFileUnreadable,
  swagger2Read,
  yamlTagIgnored,
  yamlKeyNotString,
  versionNotString,
  duplicateKey,
  numberImprecise,
  numberOutOfRange,
];
