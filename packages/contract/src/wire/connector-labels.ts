import { z } from 'zod';
import { about } from './about.ts';
import { category } from './catalogue.ts';
import { tags } from './connector.ts';

export const connectorTags = z
  .strictObject({ tags: tags.optional() })
  .meta({ id: 'ConnectorTags', description: 'Replaces all tags. Without `tags`, there are none any more.' });

export const connectorCategories = z
  .strictObject({
    categories: z.array(category).max(100, 'must have at most 100 items').optional().meta(about('The categories.')),
  })
  .meta({ id: 'ConnectorCategories', description: 'Replaces all categories. Without them, there are none any more.' });

export type ConnectorTags = z.infer<typeof connectorTags>;
export type ConnectorCategories = z.infer<typeof connectorCategories>;
