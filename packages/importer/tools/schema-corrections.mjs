// Corrections of the published schemas: where they contradict the text of the specification, or state a choice in a
// form whose failure does not say what is wrong.

/**
 * The keywords of draft 4 that the schema of 2.0 borrows from its meta-schema by URL, in the spelling of draft 7.
 * `enum` is not checked for unique values.
 */
const draft4 = {
  title: { type: 'string' },
  description: { type: 'string' },
  default: {},
  multipleOf: { type: 'number', exclusiveMinimum: 0 },
  maximum: { type: 'number' },
  exclusiveMaximum: { type: 'boolean' },
  minimum: { type: 'number' },
  exclusiveMinimum: { type: 'boolean' },
  maxLength: { type: 'integer', minimum: 0 },
  minLength: { type: 'integer', minimum: 0 },
  pattern: { type: 'string' },
  maxItems: { type: 'integer', minimum: 0 },
  minItems: { type: 'integer', minimum: 0 },
  uniqueItems: { type: 'boolean' },
  enum: { type: 'array', minItems: 1 },
};

const fieldName = "^[a-zA-Z0-9!#$%&'*+.^_`|~-]+$";

/** A choice by the value of one member. The failure of a `oneOf` would only say that no branch matches. */
function chooseBy(member, branches, rest = {}) {
  return {
    type: 'object',
    required: [member],
    properties: { [member]: { enum: Object.keys(branches) } },
    ...rest,
    allOf: Object.entries(branches).map(([value, branch]) =>
      Object.fromEntries([
        ['if', { required: [member], properties: { [member]: { enum: [value] } } }],
        // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema
        ['then', branch],
      ]),
    ),
  };
}

/** Each corrects the schema of its version in place. */
export const corrections = {
  '2.0': (schema) => {
    const { definitions } = schema;
    // YAML reads an unquoted 2.0 as a number. Real documents write it so, and it is no other version.
    schema.properties.swagger = { enum: ['2.0', 2] };
    Object.assign(definitions, draft4);
    // The same choices, by the member that decides.
    definitions.nonBodyParameter.required.forEach((name) => {
      for (const place of ['header', 'formData', 'query', 'path']) {
        const branch = definitions[`${place}ParameterSubSchema`];
        branch.required = [...new Set([...(branch.required ?? []), name])];
      }
    });
    definitions.parameter = chooseBy('in', {
      body: definitions.bodyParameter,
      header: definitions.headerParameterSubSchema,
      formData: definitions.formDataParameterSubSchema,
      query: definitions.queryParameterSubSchema,
      path: definitions.pathParameterSubSchema,
    });
    definitions.securityScheme = chooseBy('type', {
      basic: definitions.basicAuthenticationSecurity,
      apiKey: definitions.apiKeySecurity,
      oauth2: chooseBy('flow', {
        implicit: definitions.oauth2ImplicitSecurity,
        password: definitions.oauth2PasswordSecurity,
        application: definitions.oauth2ApplicationSecurity,
        accessCode: definitions.oauth2AccessCodeSecurity,
      }),
    });
    definitions.securityDefinitions.additionalProperties = { $ref: '#/definitions/securityScheme' };
    // "Patterned Objects: ^x- … The value can be null, a primitive, an array or an object." (Scopes Object)
    definitions.oauth2Scopes.patternProperties = { '^x-': {} };
  },

  '3.0': (schema) => {
    const { definitions } = schema;
    // "This string MUST be the semantic version number of the OpenAPI Specification version", also with two digits.
    schema.properties.openapi.pattern = String.raw`^3\.0\.\d+(-.+)?$`;
    // The same choices, by the member that decides.
    const { oneOf: _branches, ...parameter } = definitions.Parameter;
    const byPlace = chooseBy('in', {
      path: definitions.PathParameter,
      query: definitions.QueryParameter,
      header: definitions.HeaderParameter,
      cookie: definitions.CookieParameter,
    });
    definitions.Parameter = {
      ...parameter,
      properties: { ...parameter.properties, ...byPlace.properties },
      allOf: [...parameter.allOf, ...byPlace.allOf],
    };
    definitions.SecurityScheme = chooseBy('type', {
      apiKey: definitions.APIKeySecurityScheme,
      http: definitions.HTTPSecurityScheme,
      oauth2: definitions.OAuth2SecurityScheme,
      openIdConnect: definitions.OpenIdConnectSecurityScheme,
    });
  },

  3.1: (schema) => {
    correctLinks(schema);
  },

  3.2: (schema) => {
    correctLinks(schema);
    // "header field names": field-name of RFC 9110, section 5.1. The tests of the schema hold it against them.
    const { parameter, response, encoding } = schema.$defs;
    parameter.dependentSchemas.schema.$defs['styles-for-header'].then.properties.name = { pattern: fieldName };
    response.properties.headers.propertyNames = { pattern: fieldName };
    encoding.properties.headers.propertyNames = { pattern: fieldName };
  },
};

/** "parameters: Map[string, Any | {expression}]" (Link Object): a constant may be of any type. */
function correctLinks(schema) {
  schema.$defs.link.properties.parameters = { type: 'object' };
}
