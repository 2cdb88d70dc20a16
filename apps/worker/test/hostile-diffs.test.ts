import { defaultDocumentLimits, outputLimit, readDocument } from '@connectory/document';
import { diffVersions, parseVersionContent, type VersionContent } from '@connectory/diff';
import { hostileDocuments } from '@connectory/harness';
import { importDocument } from '@connectory/importer';
import { contentOfRows, countSchemaChars, OutputTooLargeError, renderVersion } from '@connectory/lifecycle';
import { describe, expect, test } from 'vitest';
import { noKnownIds } from './measure-output.ts';

/** Characters of a document. */
const size = 400_000;

/** Processor time that a comparison may take in any case. A loaded machine doubles small measurements. */
const minCpuMs = 1_500;

const maxGrowth = 2.2;

describe('Two versions of a hostile document', { timeout: 120_000 }, () => {
  test.each(hostileDocuments)('$name: their comparison takes time in proportion to their size', async ({ build }) => {
    const growth = async (): Promise<number> => {
      const after = await measureDiff(build, size);
      return after < minCpuMs ? 1 : after / Math.max(await measureDiff(build, size / 2), 1);
    };
    const once = await growth();
    // One run more, because a loaded machine is slow for a while.
    expect(once <= maxGrowth ? once : await growth()).toBeLessThanOrEqual(maxGrowth);
  });
});

/** @returns the processor time in milliseconds; 0 for documents that no version is made of. */
async function measureDiff(build: (size: number) => string, chars: number): Promise<number> {
  const before = await contentOf(build(chars));
  const after = await contentOf(build(chars * 0.9));
  if (before === undefined || after === undefined) return 0;
  const start = process.cpuUsage();
  diffVersions(before, after);
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

/** @returns undefined for a document that is refused, or exceeds its limit. */
async function contentOf(text: string): Promise<VersionContent | undefined> {
  const bytes = Buffer.from(text);
  const limit = outputLimit(bytes.length, defaultDocumentLimits);
  const read = await readDocument(bytes, { limits: defaultDocumentLimits });
  const imported = read.ok ? importDocument(read.document, { maxOutputChars: limit }) : undefined;
  if (imported?.ok !== true) return undefined;
  const { model } = imported;
  try {
    return parseVersionContent(
      contentOfRows(renderVersion(model, noKnownIds, () => '0'.repeat(26), limit - countSchemaChars(model))),
    );
  } catch (error) {
    if (error instanceof OutputTooLargeError) return undefined;
    throw error;
  }
}
