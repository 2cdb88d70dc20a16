import type { DocumentNotice, Json } from '@connectory/importer';
import swagger2openapi from 'swagger2openapi';
import { FaultError } from '../faults/fault-error.ts';
import { createNotice } from '../notices/create-notice.ts';
import { swagger2Upgraded } from '../notices/swagger2-upgraded.ts';
import { repairSwagger } from './repair-swagger.ts';

/** `__proto__` as a key: the library assigns keys, which would set the prototype and lose the member. */
const prototypeKey = /(?<=[{,])"__proto__":/g;
const standIn = '"__proto__-as-a-key":';

/**
 * Upgrades a Swagger 2.0 document to OpenAPI 3.0. Nothing is fetched, and the given tree stays as it is.
 * @throws FaultError when the library cannot make sense of it.
 */
export async function upgradeSwagger(root: Json): Promise<{ root: Json; notices: readonly DocumentNotice[] }> {
  try {
    // The library changes what it is given, and shared nodes would be changed twice.
    const text = JSON.stringify(root);
    const copy: Json = JSON.parse(text.replaceAll(prototypeKey, standIn));
    const { document, notices } = repairSwagger(copy);
    const { openapi } = await swagger2openapi.convertObj(document, {
      patch: true,
      warnOnly: true,
      resolve: false,
      resolveInternal: false,
      // Only for positions that are not asked for; without it, the library prints the whole document as YAML.
      text: 'not needed',
    });
    return {
      root: restore(openapi),
      notices: [...createNotice(swagger2Upgraded, [{ pointer: '/swagger', what: 'upgraded' }]), ...notices],
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new FaultError(
      'document_upgrade_failed',
      `The Swagger 2.0 document could not be upgraded to OpenAPI 3.0: ${reason}. Convert it by hand and upload the result.`,
      [{ pointer: '/swagger' }],
    );
  }
}

/** Plain JSON again: the library leaves holes where lists had null, as in `enum: [a, null]`, and uses one node in several places. */
function restore(openapi: Json): Json {
  const restored: Json = JSON.parse(JSON.stringify(openapi).replaceAll(standIn, '"__proto__":'));
  return restored;
}
