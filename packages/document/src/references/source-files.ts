import type { SourceFile } from '@connectory/importer';
import type { CheckedText } from '../text/parse-text.ts';

/**
 * Lists the files of an upload for the mapping, the root document first.
 * @param sourceUrl the URL that the root document was fetched from. Paths are those of URLs of its host then.
 */
export function listSourceFiles(
  files: ReadonlyMap<string, CheckedText>,
  sourceUrl: string | undefined,
): readonly SourceFile[] {
  return [...files].map(([path, { root }], index) => ({
    path: index === 0 ? '' : path,
    uri: uriOf(path, sourceUrl),
    root,
  }));
}

/** Only characters that would end or change a URI path are escaped. */
function uriOf(path: string, sourceUrl: string | undefined): string {
  const encoded = encodeURI(path.toWellFormed()).replaceAll('?', '%3F').replaceAll('#', '%23');
  return sourceUrl === undefined ? `upload:/${encoded}` : new URL(`/${encoded}`, sourceUrl).href;
}
