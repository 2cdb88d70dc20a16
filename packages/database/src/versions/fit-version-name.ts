import { storedText } from '../stored-text.ts';

/** The name of a new connector's first version when neither request nor document gives one. */
const fallbackVersion = '1.0.0';

const maxVersionLength = 200;

/** A document's `info.version` as the name of a version: it becomes part of URLs, and must not stand for a version by its role. */
export function fitVersionName(documented: string | undefined): string {
  const fitting = storedText(documented ?? '')
    .replace(/[/\\?#%\u0000-\u001f\s]+/g, '-')
    .replace(/^[-.]+|-+$/g, '')
    .slice(0, maxVersionLength)
    .toWellFormed();
  return fitting === '' || /^(latest|default)$/i.test(fitting) ? fallbackVersion : fitting;
}
