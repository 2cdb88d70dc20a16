import type { ConnectorFacts } from '@connectory/importer';
import { OutputTooLargeError } from './body-budget.ts';

/** The limits of the contract for names and addresses of connectors. */
const maxNameChars = 500;
const maxAddressChars = 2_000;

/** A connector is read as a whole, and in lists, so its JSON text must be moderate. The largest real ones have a tenth of this. */
const maxListChars = 1024 * 1024;

/** Facts of a document that a connector can have. The extras keep what a longer name or address said. */
export function fitConnectorFacts(facts: ConnectorFacts): ConnectorFacts {
  const { documentationURL, imageURL, ...rest } = facts;
  return {
    ...rest,
    name: facts.name.slice(0, maxNameChars),
    baseUrl: fitAddress(facts.baseUrl) ?? '',
    ...withAddress('documentationURL', documentationURL),
    ...withAddress('imageURL', imageURL),
  };
}

/** JSON text of a list of a connector. @throws OutputTooLargeError */
export function connectorListJson(list: readonly object[]): string {
  const text = JSON.stringify(list);
  if (text.length > maxListChars) throw new OutputTooLargeError();
  return text;
}

function fitAddress(address: string | undefined): string | undefined {
  return address === undefined || address.length > maxAddressChars ? undefined : address;
}

function withAddress<Name extends string>(
  name: Name,
  address: string | undefined,
): { readonly [Key in Name]?: string } {
  const fitted = fitAddress(address);
  return fitted === undefined ? {} : ({ [name]: fitted } as { readonly [Key in Name]?: string });
}
