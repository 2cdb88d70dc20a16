import { z } from 'zod';
import { about, idOf } from './about.ts';
import { sampleIds } from './sample-ids.ts';
import type { WireType } from './wire-type.ts';

const authSchemeEdit = z
  .looseObject({
    id: idOf('the auth scheme', sampleIds.authScheme),
    state: z.enum(['edited', 'deleted']).meta(about('What the user did.')),
    schemeType: z.string().meta(about('Kind of the scheme as the document last had it.', 'api-key')),
    key: z.string().optional().meta(about('Name under `components.securitySchemes`.', 'apiKey')),
  })
  .meta({ id: 'AuthSchemeEdit', description: 'An auth scheme of a document that a user edited or deleted.' });

export const authSchemeEditList = z
  .looseObject({ edits: z.array(authSchemeEdit).meta(about('The edited and deleted schemes.')) })
  .meta({ id: 'AuthSchemeEditList', description: 'The auth schemes of documents that users edited or deleted.' });

export type AuthSchemeEditList = WireType<typeof authSchemeEditList>;
