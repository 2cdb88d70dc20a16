import type { ApiOperation } from './api-operation.ts';
import { type DescribedParameter, queryParameters } from './parameters.ts';

/** A query parameter of an operation. */
export interface QueryParameter {
  readonly name: string;
  /** Whether it may be given several times. */
  readonly repeatable: boolean;
}

export function queryParametersOf({ query = [] }: ApiOperation): readonly QueryParameter[] {
  return query.map((key) => {
    const { name = key, schema }: DescribedParameter = queryParameters[key];
    return { name, repeatable: schema['type'] === 'array' };
  });
}
