import SwaggerParser from '@apidevtools/swagger-parser';
import { isObject, type Json } from '@connectory/json';
import { fileUrl, pathOfUrl } from './file-url.ts';

/**
 * Has swagger-parser resolve the references of a root document to files, and reads each file once through `load`. The resolver is
 * closed: it knows no file of this machine and no host. References that cannot be resolved are left to the mapping, which reports them.
 * @param load reads a file of the archive; undefined when there is none. It must not throw.
 */
export async function resolveFiles(
  rootPath: string,
  root: Json,
  load: (path: string) => Promise<Json | undefined>,
): Promise<void> {
  const read = async ({ url }: { readonly url: string }): Promise<Json> => {
    const path = pathOfUrl(url);
    return (path === undefined ? undefined : await load(path)) ?? null;
  };
  const never = { json: false, yaml: false, text: false, binary: false } as const;
  try {
    await new SwaggerParser().resolve(fileUrl(rootPath), presentable(root) as never, {
      continueOnError: true,
      resolve: { file: false, http: false, archive: { order: 1, canRead: true, read: urlOf } },
      parse: { ...never, loaded: { order: 1, allowEmpty: true, canParse: true, parse: read } },
    });
  } catch {
    // All errors of the parser together, after it has resolved the other references.
  }
}

function urlOf({ url }: { readonly url: string }): string {
  return url;
}

/** The root document in a form that the parser accepts. It refuses OpenAPI 3.2, Swagger 2.0 in parts, and incomplete documents. */
function presentable(root: Json): object {
  const { swagger: _swagger, servers: _servers, ...rest } = isObject(root) ? root : {};
  return { paths: {}, ...rest, openapi: '3.1.1', info: { title: 'root', version: '1' } };
}
