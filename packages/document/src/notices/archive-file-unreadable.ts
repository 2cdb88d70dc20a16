import type { Rule } from '@connectory/importer';

export const archiveFileUnreadable: Rule = {
  code: 'ARCHIVE_FILE_UNREADABLE',
  severity: 'error',
  text: (count) => `${count} file(s) of the archive that the document references could not be read.`,
  meaning:
    'A referenced file of an archive is named like JSON or YAML and is not valid, or is not text. References to it lead nowhere.',
};
