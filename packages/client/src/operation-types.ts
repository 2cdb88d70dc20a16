import type { paths } from './generated/openapi.ts';
import type { Received } from './schemas.ts';

export type Method = 'get' | 'put' | 'post' | 'delete';

/** The paths that have an operation with this method. */
export type PathWith<M extends Method> = {
  [Path in keyof paths]: paths[Path] extends { readonly [Each in M]: object } ? Path : never;
}[keyof paths];

type OperationOf<Path extends keyof paths, M extends Method> = Exclude<paths[Path][M], undefined>;

interface JsonContent<Body> {
  readonly content: { readonly 'application/json': Body };
}

/** The query of an operation; never if it has none. */
export type QueryOf<Path extends keyof paths, M extends Method> =
  OperationOf<Path, M> extends { readonly parameters: { readonly query?: infer Query } }
    ? Received<Exclude<Query, undefined>>
    : never;

/** The JSON body of a request; never if the operation takes none. */
export type RequestBodyOf<Path extends keyof paths, M extends Method> =
  OperationOf<Path, M> extends { readonly requestBody?: infer Content }
    ? Content extends JsonContent<infer Body>
      ? Received<Body>
      : never
    : never;

type SuccessStatus = 200 | 201 | 202 | 204;

type SuccessOf<Responses> = {
  [Status in keyof Responses & SuccessStatus]: Responses[Status] extends JsonContent<infer Body>
    ? Received<Body>
    : undefined;
}[keyof Responses & SuccessStatus];

/** The body of a response without an error; undefined for a status without a body. */
export type ResponseBodyOf<Path extends keyof paths, M extends Method> =
  OperationOf<Path, M> extends { readonly responses: infer Responses } ? SuccessOf<Responses> : never;
