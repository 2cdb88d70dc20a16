import { rule } from './diff-rule.ts';

/** What schemas say to people and tools. */
export const annotationRules = {
  schemaDeprecated: rule('SCHEMA_DEPRECATED', 'aa', '`deprecated` of a schema became true.'),
  schemaUndeprecated: rule('SCHEMA_UNDEPRECATED', 'aa', '`deprecated` of a schema is no longer true.'),
  titleChanged: rule('TITLE_CHANGED', 'aa', '`title` of a schema.'),
  examplesChanged: rule('EXAMPLES_CHANGED', 'aa', '`example` or `examples`.'),
  xmlChanged: rule('XML_CHANGED', 'bb', '`xml`: it is written otherwise as XML.'),
  keywordChanged: rule('KEYWORD_CHANGED', 'aa', 'Another keyword that restricts nothing, an extension for instance.'),
  reformatted: rule('REFORMATTED', 'aa', 'Written otherwise, as by another order, and meaning the same.'),
};
