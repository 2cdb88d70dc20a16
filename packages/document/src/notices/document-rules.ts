import type { Rule } from '@connectory/importer';
import { archiveFileUnreadable } from './archive-file-unreadable.ts';
import { archiveOtherDocuments } from './archive-other-documents.ts';
import { archiveRoot } from './archive-root.ts';
import { duplicateKey } from './duplicate-key.ts';
import { numberImprecise } from './number-imprecise.ts';
import { numberOutOfRange } from './number-out-of-range.ts';
import { swagger2Upgraded } from './swagger2-upgraded.ts';
import { swagger2ValueLeftOut } from './swagger2-value-left-out.ts';
import { versionNotText } from './version-not-text.ts';
import { yamlKeyNotText } from './yaml-key-not-text.ts';
import { yamlTagIgnored } from './yaml-tag-ignored.ts';

/** Every rule that reading a document can report, in the order of the documentation. */
export const documentRules: readonly Rule[] = [
  archiveRoot,
  archiveOtherDocuments,
  archiveFileUnreadable,
  swagger2Upgraded,
  swagger2ValueLeftOut,
  yamlTagIgnored,
  yamlKeyNotText,
  versionNotText,
  duplicateKey,
  numberImprecise,
  numberOutOfRange,
];
