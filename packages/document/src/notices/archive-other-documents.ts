import type { Rule } from '@connectory/importer';

export const archiveOtherDocuments: Rule = {
  code: 'ARCHIVE_OTHER_DOCUMENTS',
  severity: 'warning',
  text: (count) =>
    `${count} other document(s) of the archive have operations and were not imported. Import each with "root" in the metadata.`,
  meaning:
    'An archive holds OpenAPI documents with operations that the chosen root does not reference. Import each of them with `root` in the metadata.',
};
