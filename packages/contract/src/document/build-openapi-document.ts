import { operationTags } from '../openapi/api-operation.ts';
import { sessionCookieName } from '../openapi/session-cookie-name.ts';
import { apiOperations } from '../openapi/operations.ts';
import { componentSchemas } from './component-schemas.ts';
import { describeOperation, securityOf } from './describe-operation.ts';
import { parameterComponents } from './describe-parameters.ts';
import { headerComponents, responseComponents } from './describe-responses.ts';
import { exampleComponents } from './examples.ts';
import type { JsonObject } from './json-object.ts';

const bearerDescription =
  'An API key (`cty_…`), or a JWT of the issuer that the server trusts. Roles: `read`, `import` (includes `read`), `operator` (includes both, in every organisation). A key may have scopes: then it also needs the scope that an operation names. `x-required-role` and `x-required-scope` of an operation name both.';

const cookieDescription =
  'The session of a browser, which CreateSession starts. It may do what its API key may. Changes also need the header `Origin` of this service, which browsers send.';

function securitySchemes(baseUrl: string): JsonObject {
  const name = sessionCookieName(baseUrl.startsWith('https:'));
  return {
    bearerToken: { type: 'http', scheme: 'bearer', description: bearerDescription },
    sessionCookie: { type: 'apiKey', in: 'cookie', name, description: cookieDescription },
  };
}

const description = `Turns OpenAPI documents into versioned connectors: upload a document, follow its import, read its actions, triggers and definitions.

Ids are ULIDs. Times are RFC 3339 in UTC with milliseconds. Clients must accept fields that are added later. Errors are problem details (RFC 9457) if \`Accept\` asks for \`application/problem+json\`.

The schema of a stream is that of one item: the \`data\` of a server-sent event (\`text/event-stream\`), or a line of JSON Lines (\`application/x-ndjson\`).`;

/** Builds the OpenAPI 3.1 document of this service from the wire schemas and the table of operations. */
export function buildOpenApiDocument(options: { baseUrl: string }): JsonObject {
  const paths: { [path: string]: JsonObject } = {};
  for (const operation of apiOperations)
    (paths[operation.path] ??= {})[operation.method] = describeOperation(operation);
  const schemas = componentSchemas();
  return {
    openapi: '3.1.0',
    info: {
      title: 'Connectory',
      version: '1.0.0',
      description,
      contact: { name: 'The operator of this service', url: options.baseUrl },
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: options.baseUrl }],
    tags: Object.entries(operationTags).map(([name, text]) => ({ name, description: text })),
    security: securityOf('read'),
    paths,
    components: {
      securitySchemes: securitySchemes(options.baseUrl),
      parameters: parameterComponents(),
      headers: headerComponents(),
      responses: responseComponents(),
      examples: exampleComponents(schemas),
      schemas,
    },
  };
}
