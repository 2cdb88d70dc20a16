import type { DocumentNotice, Json } from '@connectory/importer';
import swagger2openapi from 'swagger2openapi';
import { FaultError } from '../faults/fault-error.ts';
import { createNotice } from '../notices/create-notice.ts';
import { swagger2Upgraded } from '../notices/swagger2-upgraded.ts';
import { repairSwagger } from './repair-swagger.ts';

/** A `__proto__` key needs a stand-in: the library assigns keys, which would set the prototype and lose the member. */
const prototypeKey = /(?<=[{,])"__proto__":/g;
const standIn = '"__proto__-as-a-key":';

/**
 * Upgrades a Swagger 2.0 document to OpenAPI 3.0. Fetches nothing and leaves the given tree unchanged.
 * @throws FaultError when the library rejects the document.
 */
export async function upgradeSwagger(root: Json): Promise<{ root: Json; notices: readonly DocumentNotice[] }> {
  try {
    // A copy without shared nodes: the library changes its input, and would change shared nodes twice.
    const text = JSON.stringify(root);
    const copy: Json = JSON.parse(text.replaceAll(prototypeKey, standIn));
    const { document, notices } = repairSwagger(copy);
    const { openapi } = await swagger2openapi.convertObj(document, {
      patch: true,
      warnOnly: true,
      resolve: false,
      resolveInternal: false,
      // The library uses the text for positions only. Without it, it prints the whole document as YAML.
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

/** Restores plain JSON: the library leaves holes for null items, as in `enum: [a, null]`, and shares nodes. */
function restore(openapi: Json): Json {
  const restored: Json = JSON.parse(JSON.stringify(openapi).replaceAll(standIn, '"__proto__":'));
  return restored;
}
