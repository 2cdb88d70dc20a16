import type { Rule } from '@connectory/importer';

export const swagger2Upgraded: Rule = {
  code: 'SWAGGER2_UPGRADED',
  severity: 'info',
  text: () => 'The document is Swagger 2.0; it was upgraded to OpenAPI 3.0 first.',
  meaning: 'A Swagger 2.0 document was upgraded to 3.0. Places of all messages are those of the document as uploaded.',
};
