import { session, signInLink, signInWays } from '../wire/sessions.ts';
import { type ApiOperation, ok, refused } from './api-operation.ts';

const path = '/api/connect/v1/session';

/** Sessions of browsers. A session is bound to an API key, and may do what the key may. */
export const sessionOperations: readonly ApiOperation[] = [
  {
    operationId: 'CreateSession',
    method: 'post',
    audit: 'session.created',
    path,
    summary: 'Sign a browser in with an API key, or with the token of a sign-in link',
    tag: 'Service',
    role: 'read',
    responses: {
      201: { description: 'Signed in, by a cookie.', schema: session, headers: ['Set-Cookie'] },
      ...refused(401, 403),
    },
  },
  {
    operationId: 'GetSignInWays',
    method: 'get',
    path: `${path}/ways`,
    summary: 'Get the ways to sign a browser in, beside an API key',
    tag: 'Service',
    role: 'public',
    responses: ok(signInWays),
  },
  {
    operationId: 'GetSession',
    method: 'get',
    path,
    summary: 'Get the caller, its role and its organisation',
    tag: 'Service',
    role: 'read',
    responses: { ...ok(session), ...refused(401) },
  },
  {
    operationId: 'EndSession',
    method: 'delete',
    audit: 'session.ended',
    path,
    summary: 'Sign out: end the session of the cookie, or with a key all its sessions',
    tag: 'Service',
    role: 'read',
    responses: { 204: { description: 'Signed out.', headers: ['Set-Cookie'] }, ...refused(401, 403) },
  },
  {
    operationId: 'CreateSignInLink',
    method: 'post',
    audit: 'sign-in-link.created',
    path: `${path}/link`,
    summary: 'Create a link that signs a browser in with this key, once and within a minute',
    tag: 'Service',
    role: 'read',
    responses: { 201: { description: 'Created.', schema: signInLink }, ...refused(401, 403) },
  },
];
