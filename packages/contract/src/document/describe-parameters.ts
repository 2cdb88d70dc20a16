import type { ApiOperation } from '../openapi/api-operation.ts';
import { type DescribedParameter, headerParameters, pathParameters, queryParameters } from '../openapi/parameters.ts';
import type { JsonObject } from './json-object.ts';

/** References to the parameters of an operation. */
export function describeParameters({ path, query = [], headers = [] }: ApiOperation): readonly JsonObject[] {
  const inPath = [...path.matchAll(/\{([^{}]+)\}/g)].map(([, name = '']) => name);
  return [...inPath, ...query, ...headers].map((key) => ({ $ref: `#/components/parameters/${key}` }));
}

/** All parameters as components, by key. */
export function parameterComponents(): JsonObject {
  return {
    ...describeAll('path', pathParameters),
    ...describeAll('query', queryParameters),
    ...describeAll('header', headerParameters),
  };
}

function describeAll(place: string, parameters: { readonly [key: string]: DescribedParameter }): JsonObject {
  const described = Object.entries(parameters).map(([key, { name = key, ...parameter }]) => {
    return [key, { name, in: place, required: place === 'path', ...parameter }];
  });
  return Object.fromEntries(described);
}
