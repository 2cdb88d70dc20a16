import type { ConnectorFacts, ConnectorModel, Message } from '@connectory/importer';
import type { Database, Transaction } from '../database.ts';
import { createId } from '../create-id.ts';
import { parseStored, type ImportSummary, type ImportTimings } from '../imports/import-record.ts';
import type { Claim } from '../imports/claim-import.ts';
import { importChannel } from '../imports/import-channel.ts';
import { importSourceJson } from '../imports/import-source.ts';
import { storedText } from '../stored-text.ts';
import { mergeConnectorFacts, toStoredAuthScheme } from './merge-connector-facts.ts';
import { buildVersionRows, type KnownIds } from './version-rows.ts';
import { writeVersionRows } from './write-version-rows.ts';

export interface PersistedVersion {
  readonly model: ConnectorModel;
  readonly importerVersion: string;
  /** Milliseconds by stage so far; `persisting` is added here. */
  readonly timings: ImportTimings;
}

export type PersistOutcome =
  | { readonly outcome: 'persisted'; readonly versionId: string }
  /** Somebody else holds the import now, or it was cancelled: nothing was written. */
  | { readonly outcome: 'claim-lost' }
  /** Between acceptance and now the connector was deleted. Nothing was written. */
  | { readonly outcome: 'connector-gone' }
  /** Between acceptance and now the version appeared. Nothing was written. */
  | { readonly outcome: 'version-exists'; readonly version: string };

/** The name of a new connector's first version when neither request nor document gives one. */
const fallbackVersion = '1.0.0';

const maxVersionLength = 200;

/** A document's `info.version` as the name of a version: it becomes part of URLs, and must not stand for a version by its role. */
export function fitVersionName(documented: string | undefined): string {
  const fitting = storedText(documented ?? '')
    .replace(/[/\\?#%\u0000-\u001f\s]+/g, '-')
    .replace(/^[-.]+|-+$/g, '')
    .slice(0, maxVersionLength)
    .toWellFormed();
  return fitting === '' || /^(latest|default)$/i.test(fitting) ? fallbackVersion : fitting;
}

const noKnownIds: KnownIds = { actions: new Map(), triggers: new Map(), definitions: new Map() };

/** A transaction that must be given up without being an error. */
class Abandoned extends Error {
  readonly result: PersistOutcome;
  constructor(result: PersistOutcome) {
    super(result.outcome);
    this.result = result;
  }
}

/**
 * Writes a connector version and ends its import, `running → succeeded`, in one transaction fenced by the claim: all of it or none.
 * The number of statements does not depend on the size of the model.
 */
export async function persistVersion(
  database: Database,
  claim: Claim,
  persisted: PersistedVersion,
): Promise<PersistOutcome> {
  const startedAt = performance.now();
  const rows = buildVersionRows(persisted.model, noKnownIds);
  try {
    return await database.prisma.$transaction(
      async (tx) => {
        const target = await fence(tx, claim);
        const version = target.version ?? fitVersionName(persisted.model.connector.version);
        const messages = [
          ...persisted.model.messages,
          ...(await writeConnector(tx, target, persisted.model.connector)),
        ];
        const versionId = await writeVersion(tx, target, { version, persisted, messages });
        await writeVersionRows(tx, versionId, rows);
        const timings = { ...persisted.timings, persisting: Math.round(performance.now() - startedAt) };
        await succeed(tx, claim, { versionId, version, model: persisted.model, messages, timings });
        return { outcome: 'persisted', versionId };
      },
      { timeout: 600_000, maxWait: 60_000 },
    );
  } catch (error) {
    if (error instanceof Abandoned) return error.result;
    throw error;
  }
}

interface Target {
  readonly organisationId: string;
  readonly connectorId: string;
  readonly createsConnector: boolean;
  readonly version: string | null;
  readonly documentSha256: Uint8Array<ArrayBuffer> | null;
  readonly filename: string | null;
  readonly mediaType: string | null;
  readonly options: string;
}

/** Locks the import's row for the rest of the transaction, so that a sweeper or canceller waits for the outcome. */
async function fence(tx: Transaction, claim: Claim): Promise<Target> {
  const [target] = await tx.$queryRaw<Target[]>`
    select organisation_id as "organisationId", connector_id as "connectorId", creates_connector as "createsConnector",
           version, document_sha256 as "documentSha256", filename, media_type as "mediaType", options
      from imports
     where id = ${claim.importId} and claim_token = ${claim.token}::uuid and status = 'running'
       for update`;
  if (target === undefined) throw new Abandoned({ outcome: 'claim-lost' });
  return target;
}

async function writeConnector(tx: Transaction, target: Target, facts: ConnectorFacts): Promise<readonly Message[]> {
  if (target.createsConnector) {
    await createConnectorFromFacts(tx, target, facts);
    return [];
  }
  const [row] = await tx.$queryRaw<{ baseUrl: string; authSchemeConfigs: string }[]>`
    select base_url as "baseUrl", auth_scheme_configs as "authSchemeConfigs"
      from connectors where id = ${target.connectorId} for update`;
  if (row === undefined) throw new Abandoned({ outcome: 'connector-gone' });
  const existing = { baseUrl: row.baseUrl, authSchemeConfigs: parseStored<[]>(row.authSchemeConfigs) };
  const merged = mergeConnectorFacts(existing, facts);
  await tx.connector.update({
    where: { id: target.connectorId },
    data: { authSchemeConfigs: JSON.stringify(merged.authSchemeConfigs), updatedAt: new Date() },
    select: { id: true },
  });
  return merged.messages;
}

async function createConnectorFromFacts(tx: Transaction, target: Target, facts: ConnectorFacts): Promise<void> {
  await tx.connector.create({
    data: {
      id: target.connectorId,
      organisationId: target.organisationId,
      name: storedText(facts.name),
      baseUrl: storedText(facts.baseUrl),
      documentationUrl: facts.documentationURL === undefined ? null : storedText(facts.documentationURL),
      imageUrl: facts.imageURL === undefined ? null : storedText(facts.imageURL),
      authSchemeConfigs: JSON.stringify(facts.authSchemes.map(toStoredAuthScheme)),
      connectionVariables: JSON.stringify(facts.connectionVariables),
    },
    select: { id: true },
  });
}

async function writeVersion(
  tx: Transaction,
  target: Target,
  given: { version: string; persisted: PersistedVersion; messages: readonly Message[] },
): Promise<string> {
  const id = createId();
  const inserted = await tx.$executeRaw`
    insert into connector_versions (id, connector_id, name, document_sha256, importer_version, import_source, messages)
    values (${id}, ${target.connectorId}, ${storedText(given.version)}, ${target.documentSha256},
            ${given.persisted.importerVersion}, ${importSourceJson(target)}, ${JSON.stringify(given.messages)})
    on conflict (connector_id, name) do nothing`;
  if (inserted === 0) throw new Abandoned({ outcome: 'version-exists', version: given.version });
  return id;
}

async function succeed(
  tx: Transaction,
  claim: Claim,
  ended: {
    versionId: string;
    version: string;
    model: ConnectorModel;
    messages: readonly Message[];
    timings: ImportTimings;
  },
): Promise<void> {
  const { model, messages } = ended;
  const total = model.actions.length + model.triggers.length;
  await tx.$executeRaw`
    update imports
       set status = 'succeeded', stage = 'done', claim_token = null, heartbeat_at = null, active_key = null,
           finished_at = clock_timestamp(), revision = revision + 1, progress_done = ${total}::int, progress_total = ${total}::int,
           version = ${storedText(ended.version)}, version_id = ${ended.versionId}, openapi = ${model.openapi},
           summary = ${JSON.stringify(summarise(model, messages))}, coverage = ${JSON.stringify(model.coverage)},
           messages = ${JSON.stringify(messages)}, timings = ${JSON.stringify(ended.timings)}
     where id = ${claim.importId}`;
  await tx.$executeRaw`select pg_notify(${importChannel}, ${claim.importId})`;
}

function summarise(model: ConnectorModel, messages: readonly Message[]): ImportSummary {
  const count = (severity: Message['severity']): number => messages.filter((it) => it.severity === severity).length;
  return {
    actions: model.actions.length,
    triggers: model.triggers.length,
    definitions: model.definitions.length,
    messages: { info: count('info'), warning: count('warning'), error: count('error') },
  };
}
