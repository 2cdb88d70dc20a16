import { toStoredDocument } from '@connectory/encoding';
import {
  type Claim,
  type ClaimedWork,
  type ImportOverlay,
  type ImportRequestOptions,
  type OverlayPolicy,
  parseStored,
  type RememberedActions,
  type UploadedOverlay,
} from '@connectory/lifecycle';
import type { Database } from '../postgres/database.ts';
import { holdsClaim } from './fence.ts';

interface ClaimedRow extends Omit<ClaimedWork, 'claim' | 'options' | 'document' | 'overlays'> {
  readonly options: string;
  readonly bytes: number | null;
  readonly encoding: string | null;
  readonly content: Uint8Array | null;
  /** JSON arrays. */
  readonly ofConnector: string | null;
  readonly uploaded: string | null;
}

/** Reads the input of a claimed import, in one statement with the overlays. @returns undefined when the claim is lost. */
export async function findClaimedImport(database: Database, claim: Claim): Promise<ClaimedWork | undefined> {
  const [row] = await database.sql.$queryRaw<ClaimedRow[]>`
    select organisation_id as "organisationId", connector_id as "connectorId", creates_connector as "createsConnector", version,
           document_sha256 as "documentSha256", filename, media_type as "mediaType", options, d.bytes, d.encoding, d.content,
           imports.overlays as "uploaded", c.overlays_hash as "overlaysHash", o.overlays as "ofConnector"
      from imports left join documents d on d.sha256 = document_sha256 and creates_connector
      left join lateral (select overlays_hash from connectors where connectors.id = connector_id) c on true
      left join lateral (
             select json_agg(json_build_object('name', name, 'text', content, 'policy', policy, 'remembered', remembered)
                             order by position, name)::text as overlays
               from connector_overlays where connector_overlays.connector_id = imports.connector_id and enabled) o on c.overlays_hash is not null
     where ${holdsClaim(claim)}`;
  if (row === undefined) return undefined;
  const { bytes, encoding, content, options, ofConnector, uploaded, ...rest } = row;
  const document =
    bytes === null || encoding === null || content === null
      ? undefined
      : toStoredDocument({ bytes, encoding, content });
  const overlays = [...readOfConnector(ofConnector), ...readUploaded(uploaded)];
  return { ...rest, claim, options: parseStored<ImportRequestOptions>(options), overlays, document };
}

interface ConnectorOverlayRow {
  readonly name: string;
  readonly text: string;
  readonly policy: OverlayPolicy;
  readonly remembered: string;
}

function readOfConnector(json: string | null): readonly ImportOverlay[] {
  if (json === null) return [];
  return parseStored<readonly ConnectorOverlayRow[]>(json).map((row) => ({
    ...row,
    remembered: parseStored<RememberedActions>(row.remembered),
  }));
}

function readUploaded(json: string | null): readonly ImportOverlay[] {
  if (json === null) return [];
  const uploaded = parseStored<readonly UploadedOverlay[]>(json);
  return uploaded.map(({ name, text }) => ({ name, text, policy: 'apply', remembered: undefined }));
}
