import type { VersionSearch } from '@connectory/client';
import { readablePath } from '../format/readable-path.ts';

type Result = VersionSearch['results'][number];

interface WantedEntity {
  /** What to search for. */
  readonly words: string;
  readonly matches: (result: Result) => boolean;
}

const schemaHomes: ReadonlySet<string> = new Set(['components/schemas', 'definitions']);

/** The entity that the operation or schema at a place became. Undefined for other places, and for those in other files. */
export function entityAtPlace(pointer: string): WantedEntity | undefined {
  if (!pointer.startsWith('/')) return undefined;
  const [first = '', second = '', third = ''] = pointer.slice(1).split('/').map(unescape);
  if (first === 'paths' && third !== '') {
    const method = third.toUpperCase();
    return {
      words: `${method} ${second}`,
      matches: (result) =>
        result.kind === 'action' && result.method === method && readablePath(result.path ?? '') === second,
    };
  }
  const [home, name] = first === 'definitions' ? [first, second] : [`${first}/${second}`, third];
  if (!schemaHomes.has(home) || name === '') return undefined;
  return { words: name, matches: (result) => result.kind === 'definition' && result.name === name };
}

function unescape(token: string): string {
  return token.replaceAll('~1', '/').replaceAll('~0', '~');
}
