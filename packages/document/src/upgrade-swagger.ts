import type { DocumentNotice, Json, LocatePointers } from '@connectory/importer';
import swagger2openapi from 'swagger2openapi';
import { FaultError } from './fault.ts';

/**
 * Upgrades a Swagger 2.0 document to OpenAPI 3.0. Nothing is fetched.
 * @throws FaultError when the library cannot make sense of it.
 */
export async function upgradeSwagger(root: Json): Promise<{ root: Json; notice: DocumentNotice }> {
  try {
    // The library changes what it is given, and shared nodes would be changed twice.
    const copy: object = JSON.parse(JSON.stringify(root));
    const { openapi } = await swagger2openapi.convertObj(copy, {
      patch: true,
      warnOnly: true,
      resolve: false,
      resolveInternal: false,
    });
    return { root: openapi, notice };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new FaultError(
      'document_upgrade_failed',
      `The Swagger 2.0 document could not be upgraded to OpenAPI 3.0: ${reason}. Convert it by hand and upload the result.`,
    );
  }
}

const notice: DocumentNotice = {
  code: 'SWAGGER2_UPGRADED',
  severity: 'info',
  text: 'The document is Swagger 2.0; it was upgraded to OpenAPI 3.0 first.',
  places: [{ pointer: '/swagger', what: 'upgraded' }],
};

/** Where the upgrade moved things: new place to old place. */
const moved: readonly (readonly [RegExp, string])[] = [
  [/^\/components\/schemas\//, '/definitions/'],
  [/^\/components\/securitySchemes\//, '/securityDefinitions/'],
  [/^\/components\/parameters\//, '/parameters/'],
  [/^\/components\/responses\//, '/responses/'],
  [/^\/components\/requestBodies\//, '/parameters/'],
  [/^\/servers(\/.*)?$/, '/host'],
  [/(\/responses\/[^/]+)\/content\/[^/]+\/schema/, '$1/schema'],
  [/^(\/paths\/[^/]+\/[^/]+)\/requestBody.*$/, '$1/parameters'],
];

/** Finds places of the upgraded document in the uploaded one. */
export function locateBeforeUpgrade(locate: LocatePointers): LocatePointers {
  return (pointers) => {
    const before = new Map([...pointers].map((pointer) => [pointer, moveBack(pointer)]));
    const found = locate(new Set(before.values()));
    const positions = new Map<string, { line: number; column: number }>();
    for (const [pointer, old] of before) {
      const position = found.get(old);
      if (position !== undefined) positions.set(pointer, position);
    }
    return positions;
  };
}

function moveBack(pointer: string): string {
  return moved.reduce((moving, [to, from]) => moving.replace(to, from), pointer);
}
