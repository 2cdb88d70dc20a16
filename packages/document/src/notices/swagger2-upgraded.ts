import type { Rule } from '@connectory/importer';

export const swagger2Upgraded: Rule = {
  code: 'SWAGGER2_UPGRADED',
  severity: 'info',
  text: () => 'The document is Swagger 2.0 and was upgraded to OpenAPI 3.0. Nothing to do.',
  meaning: 'A Swagger 2.0 document. Places in messages refer to the document as uploaded.',
};
