import type { ClaimedWork } from './find-claimed-import.ts';
import { type ImportRequestOptions, parseStored } from './import-record.ts';

/** What besides its bytes decided what became of a document: a version keeps it, so that importing it again is the same request. */
export interface ImportSource {
  readonly filename?: string;
  readonly mediaType?: string;
  /** The options that shape the result; those of one request alone (its name, its callback) are not among them. */
  readonly options: ShapingOptions;
}

type ShapingOptions = Pick<ImportRequestOptions, 'strict' | 'schemaURL' | 'include' | 'exclude'>;

/** What a version keeps of the import that made it, as JSON text. Two of the same document and text give the same version. */
export function importSourceJson(work: Pick<ClaimedWork, 'filename' | 'mediaType' | 'options'>): string {
  const { strict, schemaURL, include, exclude } = work.options;
  const options: ShapingOptions = {
    ...(strict === undefined ? {} : { strict }),
    ...(schemaURL === undefined ? {} : { schemaURL }),
    ...(include === undefined ? {} : { include }),
    ...(exclude === undefined ? {} : { exclude }),
  };
  const source: Partial<ImportSource> = {
    ...(work.filename === null ? {} : { filename: work.filename }),
    ...(work.mediaType === null ? {} : { mediaType: work.mediaType }),
    ...(Object.keys(options).length === 0 ? {} : { options }),
  };
  return JSON.stringify(source);
}

/** Reads what `importSourceJson` wrote; versions from before it was kept have none of it. */
export function parseImportSource(json: string): ImportSource {
  const { options = {}, ...rest } = parseStored<Partial<ImportSource>>(json);
  return { ...rest, options };
}
