import type { ClaimedWork } from '../records/claim.ts';
import type { ImportRequestOptions } from '../records/import-record.ts';
import { parseStored } from '../stored/stored-json.ts';

/** The inputs besides the document's bytes that determine an import's result. A version keeps them, to be imported again alike. */
export interface ImportSource {
  readonly filename?: string;
  readonly mediaType?: string;
  /** The options that shape the result. Those of one request, such as its callback URL, are not among them. */
  readonly options: ShapingOptions;
}

type ShapingOptions = Pick<ImportRequestOptions, 'strict' | 'schemaURL' | 'include' | 'exclude' | 'root' | 'overlays'>;

/** Writes the source of an import as JSON text. Imports of the same document with equal texts make the same version. */
export function importSourceJson(work: Pick<ClaimedWork, 'filename' | 'mediaType' | 'options'>): string {
  const { strict, schemaURL, include, exclude, root, overlays } = work.options;
  const options: ShapingOptions = {
    ...(strict === undefined ? {} : { strict }),
    ...(schemaURL === undefined ? {} : { schemaURL }),
    ...(include === undefined ? {} : { include }),
    ...(exclude === undefined ? {} : { exclude }),
    ...(root === undefined ? {} : { root }),
    ...(overlays === undefined ? {} : { overlays }),
  };
  const source: Partial<ImportSource> = {
    ...(work.filename === null ? {} : { filename: work.filename }),
    ...(work.mediaType === null ? {} : { mediaType: work.mediaType }),
    ...(Object.keys(options).length === 0 ? {} : { options }),
  };
  return JSON.stringify(source);
}

/** Reads the text of `importSourceJson`. Versions made before it was kept have an empty one. */
export function parseImportSource(json: string): ImportSource {
  const { options = {}, ...rest } = parseStored<Partial<ImportSource>>(json);
  return { ...rest, options };
}
