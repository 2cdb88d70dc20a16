import { rule } from './diff-rule.ts';

/** Rules for annotations of schemas. */
export const annotationRules = {
  schemaDeprecated: rule('SCHEMA_DEPRECATED', 'aa', '`deprecated` of a schema became true.'),
  schemaUndeprecated: rule('SCHEMA_UNDEPRECATED', 'aa', '`deprecated` of a schema is no longer true.'),
  titleChanged: rule('TITLE_CHANGED', 'aa', '`title` of a schema changed.'),
  examplesChanged: rule('EXAMPLES_CHANGED', 'aa', '`example` or `examples` changed.'),
  xmlChanged: rule('XML_CHANGED', 'bb', '`xml` changed: values have another XML form.'),
  keywordChanged: rule('KEYWORD_CHANGED', 'aa', 'Another keyword that restricts nothing changed, as an extension.'),
  reformatted: rule('REFORMATTED', 'aa', 'The text changed, as in the order of members, and the meaning did not.'),
};
