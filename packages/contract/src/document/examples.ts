import type { z } from 'zod';
import { apiOperations } from '../openapi/operations.ts';
import { responsesOf } from '../openapi/api-operation.ts';
import { problem } from '../wire/problem.ts';
import { composeExample } from './compose-example.ts';
import { describeForm } from './describe-form.ts';
import type { JsonObject } from './json-object.ts';
import { nameOf } from './refer-to.ts';

/** The example of a body, as a reference to a component of the same name as its schema. */
export function exampleOf(schema: z.ZodType | string): JsonObject {
  const name = typeof schema === 'string' ? schema : nameOf(schema);
  return { examples: { example: { $ref: `#/components/examples/${name}` } } };
}

/** An example of each schema that is a body. */
export function exampleComponents(schemas: JsonObject): JsonObject {
  const bodies = apiOperations.flatMap((operation) => [
    ...[operation.jsonBody].flatMap((schema) => (schema === undefined ? [] : [nameOf(schema)])),
    ...[operation.multipartMetadata].flatMap((schema) => (schema === undefined ? [] : [describeForm(schema).name])),
    ...Object.values(responsesOf(operation)).flatMap(({ schema, itemSchema, example }) =>
      [example === undefined ? schema : undefined, itemSchema].flatMap((body) =>
        body === undefined ? [] : [nameOf(body)],
      ),
    ),
  ]);
  const examples = [...new Set([...bodies, nameOf(problem)])].map((name) => {
    return [name, { summary: `An example of ${name}.`, value: composeExample(schemas, schemas[name], name) }];
  });
  return Object.fromEntries(examples);
}
