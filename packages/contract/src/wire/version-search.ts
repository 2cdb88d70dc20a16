import { z } from 'zod';
import { about } from './about.ts';
import type { WireType } from './wire-type.ts';

const found = z
  .looseObject({
    kind: z.enum(['action', 'trigger', 'definition']).meta(about('What it is.')),
    name: z.string().meta(about('Its name.', 'getPet')),
    method: z.string().optional().meta(about('Its method. Absent for definitions.', 'GET')),
    path: z.string().optional().meta(about('Path template of an action.', '/pets/{id}')),
    text: z
      .string()
      .optional()
      .meta(about('Its summary, or else its description; at most 200 characters.', 'Get a pet')),
  })
  .meta({ id: 'FoundEntity', description: 'An action, trigger or definition that contains all words.' });

export const versionSearch = z
  .looseObject({
    results: z.array(found).meta(about('Those with all words in name or path first.')),
    hasMore: z.boolean().meta(about('Whether there are more than `first`.')),
  })
  .meta({ id: 'VersionSearch', description: 'What a search in a version found.' });

export type VersionSearch = WireType<typeof versionSearch>;
