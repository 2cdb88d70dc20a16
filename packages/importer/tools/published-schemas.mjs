import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const require = createRequire(import.meta.url);
const folder = path.join(path.dirname(require.resolve('@seriousme/openapi-schema-validator')), 'schemas');

/** The schema of a version as the OpenAPI Initiative publishes it, from the npm package that carries them. */
export function readPublishedSchema(version) {
  const schema = JSON.parse(readFileSync(path.join(folder, `v${version}/schema.json`), 'utf8'));
  if (version === '3.0') updateSchemaOf30(schema);
  return schema;
}

/** The package carries the release 2021-09-28 of the schema of 3.0. These are the differences to 2024-10-18. */
function updateSchemaOf30({ definitions }) {
  const { PathItem, Encoding, Parameter, ParameterLocation } = definitions;
  const [methods] = Object.keys(PathItem.patternProperties).filter((pattern) => pattern !== '^x-');
  for (const method of /\((.*)\)/.exec(methods)[1].split('|'))
    PathItem.properties[method] = PathItem.patternProperties[methods];
  delete PathItem.patternProperties[methods];
  Encoding.patternProperties = { '^x-': {} };
  const branches = ['PathParameter', 'QueryParameter', 'HeaderParameter', 'CookieParameter'];
  branches.forEach((name, index) => {
    definitions[name] = ParameterLocation.oneOf[index];
  });
  delete definitions.ParameterLocation;
  Parameter.allOf = Parameter.allOf.filter(({ $ref }) => $ref !== '#/definitions/ParameterLocation');
  Parameter.oneOf = branches.map((name) => ({ $ref: `#/definitions/${name}` }));
}
