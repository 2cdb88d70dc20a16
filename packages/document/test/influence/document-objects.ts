import type { ObjectGrammar, Shape, SpecVersion } from './grammar.ts';
import { flag, list, map, one, oneOf, text, url } from './shapes.ts';

type Members = { readonly [name: string]: Shape };

/** Objects of OpenAPI 3 that describe the document, its servers and its security. */
export function documentObjects(version: Exclude<SpecVersion, '2.0'>): { readonly [kind: string]: ObjectGrammar } {
  const since31 = (members: Members): Members => (version === '3.0' ? {} : members);
  const since32 = (members: Members): Members => (version === '3.2' ? members : {});
  return {
    info: {
      required: ['title', 'version'],
      members: {
        title: text,
        ...since31({ summary: text }),
        description: text,
        termsOfService: url,
        contact: one('contact'),
        license: one('license'),
        version: oneOf('1.2.3'),
        'x-logo': oneOf({ url: 'https://example.com/logo.png', altText: 'logo' }),
      },
    },
    contact: { members: { name: text, url, email: oneOf('a@example.com') } },
    license: {
      required: ['name'],
      members: { name: text, url, ...since31({ identifier: oneOf('MIT') }) },
      exclusive: [['url', 'identifier']],
    },
    server: {
      required: ['url'],
      members: {
        url: oneOf('https://{region}.example.com/v1'),
        description: text,
        ...since32({ name: text }),
        variables: map(one('server-variable'), 'region'),
      },
    },
    'server-variable': {
      required: ['default'],
      members: { enum: list(oneOf('eu', 'us')), default: oneOf('eu'), description: text },
    },
    'external-documentation': { required: ['url'], members: { description: text, url } },
    tag: {
      required: ['name'],
      members: {
        name: oneOf('pets', 'shops'),
        ...since32({ summary: text, parent: oneOf('shops'), kind: oneOf('nav') }),
        description: text,
        externalDocs: one('external-documentation'),
      },
    },
    'security-requirement': {
      isExtensible: false,
      members: { key: { values: [[]] }, flow: list(oneOf('read', 'write')) },
    },
    'security-scheme': {
      members: {
        type: text,
        description: text,
        name: oneOf('X-Key'),
        in: oneOf('header', 'query', 'cookie'),
        scheme: oneOf('bearer', 'basic', 'digest'),
        bearerFormat: oneOf('JWT'),
        flows: one('oauth-flows'),
        openIdConnectUrl: url,
        ...since32({ deprecated: flag, oauth2MetadataUrl: url }),
      },
      forms: [
        { fixed: { type: 'apiKey' }, members: ['description', 'name', 'in', 'deprecated'] },
        { fixed: { type: 'oauth2' }, members: ['description', 'flows', 'oauth2MetadataUrl', 'deprecated'] },
        { fixed: { type: 'http' }, members: ['description', 'scheme', 'bearerFormat'] },
        { fixed: { type: 'openIdConnect' }, members: ['description', 'openIdConnectUrl'] },
        ...(version === '3.0' ? [] : [{ fixed: { type: 'mutualTLS' }, members: ['description'] }]),
      ],
    },
    'oauth-flows': {
      members: {
        implicit: one('oauth-flow'),
        password: one('oauth-flow'),
        clientCredentials: one('oauth-flow'),
        authorizationCode: one('oauth-flow'),
        ...since32({ deviceAuthorization: one('oauth-flow') }),
      },
    },
    'oauth-flow': {
      required: ['scopes', 'authorizationUrl', 'tokenUrl'],
      members: {
        authorizationUrl: url,
        tokenUrl: url,
        refreshUrl: url,
        scopes: oneOf({ read: 'Read things', write: 'Write things' }),
        ...since32({ deviceAuthorizationUrl: url }),
      },
    },
  };
}
