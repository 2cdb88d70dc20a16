import { filledId, filledIds } from './fill-database.ts';

const parameters: { readonly [name: string]: string } = {
  connector_id: filledIds.connector,
  import_id: filledIds.import,
  reimport_id: filledIds.reimport,
  version: '1',
  protocol_slug: 'http',
  action_name: 'action0',
  trigger_name: 'sold',
  definition_name: 'Item0',
  schema_filename: 'Item0.json',
  overlay_name: 'names',
};

/** Fills the parameters of a path with ids of a filled database. */
export function addressOf(path: string, organisationId: string): string {
  return path.replaceAll(/\{([^}]+)\}/g, (_, name: string) =>
    name === 'organisation_id' ? organisationId : (parameters[name] ?? filledIds.import),
  );
}

const cursor = (key: string): string => Buffer.from(`1:${key}`).toString('base64url');
const after = cursor(filledId('M', 2_000));
const time = '2026-01-01T00:00:00.000Z';

/** Filters, orders and cursors of lists in a filled database, by operation. */
export const filledQueries: { readonly [operationId: string]: readonly string[] } = {
  ListImports: [
    '',
    `after=${after}`,
    `before=${after}`,
    'status=failed',
    `status=queued&status=running&after=${after}`,
    `connectorId=${filledIds.connector}`,
    `reimportId=${filledIds.reimport}`,
    'notification=given_up',
    'notification=waiting&notification=pending&status=queued',
    `notification=delivered&after=${after}&connectorId=${filledIds.connector}`,
  ],
  ListConnectors: [
    '',
    `after=${cursor(JSON.stringify([time, filledIds.connector]))}`,
    'sort=name:asc',
    `sort=name:desc&after=${cursor(JSON.stringify(['Connector 5', filledIds.connector]))}`,
    'sort=createdAt:desc',
    'sort=id:desc',
    'sort=name:asc,createdAt:desc',
    'name=abc',
    'tags=team:a',
    'categories=ERP',
  ],
  ListPublicConnectors: ['', 'name=abc'],
  ListReimportItems: ['', 'outcome=failed', `after=${cursor('100')}`],
  ListAuditEvents: ['', 'action=import.accepted', 'outcome=refused', 'from=2026-01-01'],
  ListAllAuditEvents: ['', 'action=import.accepted', `target=${filledIds.import}`],
  ListApiKeys: ['', 'unusedSince=2026-01-01'],
  GetActions: ['', 'name=action1'],
  SearchConnectorVersion: ['q=item'],
  SearchOrganisation: ['q=abc+1', `q=item&connectorId=${filledIds.connector}`, 'q=a&kind=entities', 'q=nowhere'],
  GetImportDocumentExcerpt: ['pointer='],
};
