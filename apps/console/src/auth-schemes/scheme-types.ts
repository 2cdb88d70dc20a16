import type { AuthScheme } from '../client/scheme-queries.ts';

export type SchemeType = AuthScheme['schemeType'];

/** The kinds of auth schemes, by their words. */
export const schemeWords: { readonly [Type in SchemeType]: string } = {
  'api-key': 'API key',
  'basic-auth': 'User and password',
  oauth2: 'OAuth 2',
  hmac: 'HMAC signature',
  certificate: 'Client certificate',
  none: 'No authentication',
};

export const schemeTypes = ['api-key', 'basic-auth', 'oauth2', 'hmac', 'certificate', 'none'] as const;

/** The scheme as one of another kind, with empty fields. */
export function ofType(scheme: AuthScheme, schemeType: SchemeType): AuthScheme {
  const { id, key, description } = scheme;
  const base = { id, description, ...(key === undefined ? {} : { key }) };
  switch (schemeType) {
    case 'api-key':
      return { ...base, schemeType, name: '', in: 'header' };
    case 'hmac':
      return { ...base, schemeType, name: '', in: 'header', algorithm: 'sha256', digestInputs: ['body'] };
    case 'oauth2': {
      const grant = { grantType: 'authorization_code' } as const;
      return { ...base, schemeType, authorizeUrl: '', tokenUrl: '', scopes: [], defaultScopes: [], grant };
    }
    case 'none':
    case 'basic-auth':
    case 'certificate':
      return { ...base, schemeType };
  }
}

export const grantWords = {
  authorization_code: 'Authorization code',
  client_credentials: 'Client credentials',
  password: 'Password',
} as const;

/** The type of a scheme and its place, in a few words. */
export function describeScheme(scheme: AuthScheme): string {
  switch (scheme.schemeType) {
    case 'api-key':
    case 'hmac':
      return `${scheme.name} in the ${scheme.in}`;
    case 'oauth2':
      return `${grantWords[scheme.grant.grantType]}, ${scheme.tokenUrl}`;
    case 'none':
    case 'basic-auth':
    case 'certificate':
      return '';
  }
}
