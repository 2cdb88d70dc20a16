import { z } from 'zod';
import { about, idOf, timeOf } from './about.ts';
import { sampleIds } from './sample-ids.ts';
import { apiKeyScopes } from './scopes.ts';
import type { WireType } from './wire-type.ts';

const caller = z
  .looseObject({
    id: z.string().meta(about('Id of the key, or subject of the token.', sampleIds.key)),
    name: z.string().optional().meta(about('Name of the key.', 'ci')),
  })
  .meta({ id: 'SessionCaller', description: 'The API key, or the subject of the token.' });

const organisation = z
  .looseObject({
    id: idOf('the organisation', sampleIds.organisation),
    name: z.string().optional().meta(about('Its name.', 'Default')),
  })
  .meta({ id: 'SessionOrganisation', description: 'Absent for operators, who act in every organisation.' });

export const session = z
  .looseObject({
    role: z.enum(['public', 'read', 'import', 'operator']).meta(about('Role of the caller.')),
    scopes: z
      .array(z.enum(apiKeyScopes))
      .optional()
      .meta(about('Scopes of the key. Absent for a key without restriction.', ['imports:write'])),
    caller,
    organisation: organisation.optional(),
    expiresAt: timeOf('When the session of the cookie ends. Absent for a request with a key or token').optional(),
  })
  .meta({ id: 'Session', description: 'Who calls, and what the caller may do.' });

export type SessionResource = WireType<typeof session>;

export const signInWays = z
  .looseObject({
    oidc: z
      .looseObject({
        issuer: z.url().meta(about('The issuer.', 'https://login.example')),
        path: z
          .string()
          .meta(about('Begins the sign-in in a browser. `?next=` names the page after it.', '/console/sign-in/oidc')),
      })
      .meta({ id: 'OidcSignIn', description: 'A sign-in by an OpenID Connect issuer.' })
      .optional(),
  })
  .meta({ id: 'SignInWays', description: 'How browsers can sign in, beside an API key.' });

export type SignInWays = WireType<typeof signInWays>;

export const signInLink = z
  .looseObject({
    url: z
      .url()
      .meta(
        about(
          'Opens the console signed in. It works once.',
          'https://connectory.example/console/sign-in#link=ctl_ExampleOnly',
        ),
      ),
    expiresAt: timeOf('When it stops working'),
  })
  .meta({ id: 'SignInLink', description: 'A link that signs a browser in.' });

export type SignInLink = WireType<typeof signInLink>;
