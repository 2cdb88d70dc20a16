import type { Address } from './address.ts';

/** The address by which this browser reaches a schema. It may differ from the one that the service knows. */
export function schemaAddress(
  url: string,
): Address<'/api/schemas/v1/o/{organisation_id}/{connector_id}/{version}/{schema_filename}'> {
  return (URL.canParse(url) ? new URL(url).pathname : url) as ReturnType<typeof schemaAddress>;
}
