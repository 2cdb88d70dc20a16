import type { Rule } from '@connectory/importer';

export const swagger2Read: Rule = {
  code: 'SWAGGER2_READ',
  severity: 'info',
  text: () => 'The document is Swagger 2.0 and was read as such. Nothing to do.',
  meaning: 'A Swagger 2.0 document. What is kept of it beside the connector is in the spelling of OpenAPI 3.1.',
};
