import { type ImportRequestOptions, parseStored } from './import-record.ts';

/** What besides its bytes decided what became of a document: a version keeps it, so that importing it again is the same request. */
export interface ImportSource {
  readonly filename?: string;
  readonly mediaType?: string;
  /** The options that shape the result; those of one request alone (its name, its callback) are not among them. */
  readonly options: ShapingOptions;
}

type ShapingOptions = Pick<ImportRequestOptions, 'strict' | 'schemaURL' | 'include' | 'exclude'>;

/** An import's columns as the JSON text that its version keeps. Two of the same document and text give the same version. */
export function importSourceJson(row: { filename: string | null; mediaType: string | null; options: string }): string {
  const { strict, schemaURL, include, exclude } = parseStored<ImportRequestOptions>(row.options);
  const options: ShapingOptions = {
    ...(strict === undefined ? {} : { strict }),
    ...(schemaURL === undefined ? {} : { schemaURL }),
    ...(include === undefined ? {} : { include }),
    ...(exclude === undefined ? {} : { exclude }),
  };
  const source: Partial<ImportSource> = {
    ...(row.filename === null ? {} : { filename: row.filename }),
    ...(row.mediaType === null ? {} : { mediaType: row.mediaType }),
    ...(Object.keys(options).length === 0 ? {} : { options }),
  };
  return JSON.stringify(source);
}

/** Reads what `importSourceJson` wrote; versions from before it was kept have none of it. */
export function parseImportSource(json: string): ImportSource {
  const { options = {}, ...rest } = parseStored<Partial<ImportSource>>(json);
  return { ...rest, options };
}
