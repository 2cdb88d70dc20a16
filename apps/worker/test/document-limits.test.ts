import { defaultDocumentLimits, readDocumentLimits } from '@connectory/document';
import { parseSettings } from '@connectory/runtime';
import { expect, test } from 'vitest';

test('the limits of documents are the same with and without settings, and each has a setting of its own', () => {
  const settings = parseSettings({});
  expect(readDocumentLimits(settings)).toEqual(defaultDocumentLimits);
  const raised = readDocumentLimits({
    ...settings,
    MAX_DOCUMENT_BYTES: 1,
    MAX_DOCUMENT_DEPTH: 2,
    MAX_DOCUMENT_NODES: 3,
    MAX_ARCHIVE_FILES: 4,
    MAX_ARCHIVE_REFERENCES: 5,
    IMPORT_OUTPUT_FACTOR: 6,
    IMPORT_MAX_OUTPUT_BYTES: 7,
  });
  expect(Object.values(raised)).toEqual([1, 2, 3, 4, 5, 6, 7]);
});
