export interface DocumentedOperation {
  readonly method: string;
  readonly path: string;
}

/** The operations of an OpenAPI document by operationId. */
export function operationsOf(document: object): ReadonlyMap<string, DocumentedOperation> {
  const { paths }: { paths?: { readonly [path: string]: object } } = document;
  return new Map(
    Object.entries(paths ?? {}).flatMap(([path, item]) =>
      Object.entries(item).flatMap(([method, { operationId }]): [string, DocumentedOperation][] =>
        operationId === undefined ? [] : [[operationId, { method, path }]],
      ),
    ),
  );
}
