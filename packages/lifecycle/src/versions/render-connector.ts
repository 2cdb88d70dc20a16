import type { ConnectorFacts } from '@connectory/importer';
import { hashAuthSchemes } from '../auth-schemes/imported-schemes.ts';
import { storedText } from '../stored/stored-text.ts';
import { connectorListJson, fitConnectorFacts } from './fit-connector-facts.ts';
import { toStoredAuthScheme } from './merge-connector-facts.ts';

/** The columns of a new connector that come from its document. Lists are JSON text. */
export interface ConnectorColumns {
  readonly name: string;
  readonly baseUrl: string;
  readonly documentationUrl: string | null;
  readonly imageUrl: string | null;
  readonly authSchemeConfigs: string;
  readonly importedSchemes: string;
  readonly connectionVariables: string;
}

/** @throws OutputTooLargeError when a list is larger than a connector may have. */
export function renderConnector(given: ConnectorFacts, createId: () => string): ConnectorColumns {
  const facts = fitConnectorFacts(given);
  const schemes = facts.authSchemes.map((scheme) => toStoredAuthScheme(scheme, createId()));
  return {
    name: storedText(facts.name),
    baseUrl: storedText(facts.baseUrl),
    documentationUrl: facts.documentationURL === undefined ? null : storedText(facts.documentationURL),
    imageUrl: facts.imageURL === undefined ? null : storedText(facts.imageURL),
    authSchemeConfigs: connectorListJson(schemes),
    importedSchemes: JSON.stringify(hashAuthSchemes(schemes)),
    connectionVariables: connectorListJson(facts.connectionVariables),
  };
}
