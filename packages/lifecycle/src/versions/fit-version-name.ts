import { storedText } from '../stored/stored-text.ts';

/** The name of a new connector's first version when neither the request nor the document gives one. */
const fallbackVersion = '1.0.0';

export const maxVersionLength = 200;

/** Characters of a document's version that are looked at. Trimming the ends takes quadratic time. */
const maxDocumentedLength = 1_000;

/** Turns a document's `info.version` into a version name. It becomes part of URLs and must not equal `latest` or `default`. */
export function fitVersionName(documented: string | undefined): string {
  const fitting = storedText(documented ?? '')
    .replace(/[/\\?#%\u0000-\u001f\s]+/g, '-')
    .slice(0, maxDocumentedLength)
    .replace(/^[-.]+|-+$/g, '')
    .slice(0, maxVersionLength)
    .toWellFormed();
  return fitting === '' || /^(latest|default)$/i.test(fitting) ? fallbackVersion : fitting;
}
