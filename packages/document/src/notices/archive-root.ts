import type { Rule } from '@connectory/importer';

export const archiveRoot: Rule = {
  code: 'ARCHIVE_ROOT',
  severity: 'info',
  text: () => 'The document is an archive; its root document was found by the references between its files.',
  meaning:
    'The document is an archive. Names the root document, the files read and the files not read. `root` in the metadata names another root.',
};
