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
    MAX_OVERLAY_VALUES: 4,
    MAX_ARCHIVE_FILES: 5,
    MAX_ARCHIVE_REFERENCES: 6,
    IMPORT_OUTPUT_FACTOR: 7,
    IMPORT_MAX_OUTPUT_BYTES: 8,
  });
  expect(Object.values(raised)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
});
