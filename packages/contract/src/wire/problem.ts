import { z } from 'zod';
import { about } from './about.ts';
import { error } from './common.ts';
import { referencedDefinition } from './entity-changes.ts';

/** An error as problem details (RFC 9457), with the fields of the error beside them. */
export const problem = z
  .looseObject({
    type: z.string().meta(about('Always `about:blank`: `code` names the kind of the problem.', 'about:blank')),
    title: z.string().optional().meta(about('The reason phrase of the status.', 'Bad Request')),
    status: z.int().meta(about('The status of the response.', 400)),
    detail: z.string().meta(about('The same as `message`.', 'The body has invalid fields.')),
    ...error.shape,
    definition: referencedDefinition.optional(),
  })
  .meta({ id: 'Problem', description: 'Why a request failed, as problem details (RFC 9457).' });
