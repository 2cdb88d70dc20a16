import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Arguments } from './api-client.ts';
import { operationsOf } from './operations-of.ts';

/** Checks the JSON parts of multipart bodies, which Prism does not parse. @throws for a part that is invalid */
export function createPartCheck(document: object): (operationId: string, form: Arguments['form']) => void {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema(document, 'document');
  const operations = operationsOf(document);
  return (operationId, form = {}) => {
    const { method = '', path = '' } = operations.get(operationId) ?? {};
    const place = ['paths', path, method, 'requestBody', 'content', 'multipart/form-data', 'schema'];
    const reference: unknown = Object(place.reduce<unknown>((value, step) => Object(value)[step], document)).$ref;
    const schema = typeof reference === 'string' ? reference : `#/${place.map(encode).join('/')}`;
    for (const [name, part] of Object.entries(form)) {
      if (part instanceof Blob) continue;
      const validate = ajv.compile({ $ref: `document${schema}/properties/${encode(name)}` });
      if (!validate(part)) throw new Error(`${operationId} ${name}: ${ajv.errorsText(validate.errors)}`);
    }
  };
}

/** A step of a JSON Pointer in a URI fragment. */
function encode(step: string): string {
  return encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'));
}
