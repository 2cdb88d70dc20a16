import { z } from 'zod';
import { about, idOf } from './about.ts';
import { message } from './common.ts';
import { sampleIds } from './sample-ids.ts';

const base = {
  id: idOf('the auth scheme', sampleIds.authScheme),
  key: z
    .string()
    .optional()
    .meta(about('Name under `components.securitySchemes`. Absent if no document declares the scheme.', 'apiKey')),
  description: z.string().meta(about('Text for people.', 'The key of the account.')),
  validationMessages: z.array(message).optional().meta(about('Never sent: nothing is validated.')),
};

const place = z.enum(['query', 'header', 'cookie']);

const client = {
  credentialId: idOf('the credential', sampleIds.credential).optional(),
  organisationId: idOf('the organisation of the credential', sampleIds.organisation).optional(),
  clientId: z.string().optional().meta(about('Id of the OAuth 2 client.', 'pets-client')),
  clientSecret: z
    .string()
    .min(1, 'must not be empty')
    .max(10_000, 'must have at most 10,000 characters')
    .optional()
    .meta({
      writeOnly: true,
      ...about('Stored encrypted and never sent. Without it, the present one is kept.', 'example-secret'),
    }),
  hasClientSecret: z.boolean().optional().meta({ readOnly: true, description: 'Whether there is a secret.' }),
};

const grantOf = <Type extends string, Shape extends z.ZodRawShape>(grantType: Type, shape: Shape) =>
  z.looseObject({ grantType: z.literal(grantType).meta(about('Kind of the grant.')), ...shape });

const grant = z
  .discriminatedUnion('grantType', [
    grantOf('authorization_code', client).meta({
      id: 'AuthSchemeConfigOAuth2GrantAuthorizationCode',
      description: 'The user authorises a client (RFC 6749, section 4.1).',
    }),
    grantOf('client_credentials', {}).meta({
      id: 'AuthSchemeConfigOAuth2GrantClientCredentials',
      description: 'The client authenticates as itself (RFC 6749, section 4.4).',
    }),
    grantOf('password', client).meta({
      id: 'AuthSchemeConfigOAuth2GrantPassword',
      description: 'The client sends the password of the user (RFC 6749, section 4.3).',
    }),
  ])
  .meta({ id: 'AuthSchemeConfigOAuth2Grant', discriminator: 'grantType', description: 'How tokens are obtained.' });

const scope = z
  .looseObject({
    name: z.string().meta(about('Name of the scope.', 'pets:read')),
    description: z.string().optional().meta(about('What it allows.', 'Read pets.')),
  })
  .meta({ id: 'OAuth2Scope', description: 'A scope of OAuth 2.' });

const schemeOf = <Type extends string, Shape extends z.ZodRawShape>(schemeType: Type, shape: Shape) =>
  z.looseObject({ ...base, schemeType: z.literal(schemeType).meta(about('Kind of the scheme.')), ...shape });

const apiKey = schemeOf('api-key', {
  name: z.string().meta(about('Name of the header, query parameter or cookie.', 'X-Api-Key')),
  in: place.meta(about('Where the key is sent.')),
});

const oauth2 = schemeOf('oauth2', {
  authorizeUrl: z.url().meta(about('Where users authorise the client.', 'https://pets.example/oauth/authorize')),
  tokenUrl: z.url().meta(about('Where tokens are obtained.', 'https://pets.example/oauth/token')),
  scopes: z.array(scope).meta(about('All scopes.')),
  defaultScopes: z.array(z.string()).meta(about('Names of the scopes to ask for.', ['pets:read'])),
  additionalAuthorizeParams: z.string().optional().meta(about('Query to add to `authorizeUrl`.', 'audience=pets')),
  additionalTokenParams: z.string().optional().meta(about('Parameters to add to token requests.', 'audience=pets')),
  mtlsEnabled: z.boolean().optional().meta(about('Whether the client authenticates with a certificate.')),
  mtlsCredentialId: z.string().optional().meta(about('Id of the certificate.', sampleIds.credential)),
  grant,
});

const hmac = schemeOf('hmac', {
  name: z.string().meta(about('Name of the header, query parameter or cookie.', 'X-Signature')),
  in: place.meta(about('Where the signature is sent.')),
  algorithm: z.enum(['sha1', 'sha256', 'sha512']).meta(about('Hash function.')),
  digestInputs: z.array(z.enum(['body', 'url'])).meta(about('Parts of the request that are signed.', ['body'])),
});

export const authSchemeConfig = z
  .discriminatedUnion('schemeType', [
    schemeOf('none', {}).meta({ id: 'AuthSchemeConfigNone', description: 'No authentication.' }),
    apiKey.meta({ id: 'AuthSchemeConfigAPIKey', description: 'A secret in a header, the query or a cookie.' }),
    schemeOf('basic-auth', {}).meta({ id: 'AuthSchemeConfigBasicAuth', description: 'User and password (RFC 7617).' }),
    oauth2.meta({ id: 'AuthSchemeConfigOAuth2', description: 'OAuth 2 (RFC 6749).' }),
    hmac.meta({ id: 'AuthSchemeConfigHMAC', description: 'Requests are signed with a shared secret.' }),
    schemeOf('certificate', {}).meta({ id: 'AuthSchemeConfigCertificate', description: 'A client certificate.' }),
  ])
  .meta({
    id: 'AuthSchemeConfig',
    discriminator: 'schemeType',
    description: 'How users of a connector authenticate.',
    examples: [
      {
        id: sampleIds.authScheme,
        schemeType: 'api-key',
        key: 'apiKey',
        description: 'The key of the account.',
        name: 'X-Api-Key',
        in: 'header',
      },
    ],
  });

export type AuthSchemeConfig = z.infer<typeof authSchemeConfig>;
