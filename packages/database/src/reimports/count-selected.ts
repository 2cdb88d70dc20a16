import type { ReimportSelector } from '@connectory/lifecycle';
import type { Database } from '../postgres/database.ts';
import { selectedVersions, selectorParameters } from './selected-versions.ts';

/** What a selector matches at the moment. */
export interface SelectedCounts {
  /** Each would be an item of a run. */
  readonly versions: number;
  readonly connectors: number;
  readonly organisations: number;
  /** Versions that are not published: the others cannot be replaced. */
  readonly drafts: number;
  /** Versions that were edited by hand. */
  readonly edited: number;
  /** The versions that a run would begin with. */
  readonly sample: readonly SelectedVersion[];
}

export interface SelectedVersion {
  readonly organisationId: string;
  readonly connectorId: string;
  readonly connectorName: string;
  readonly versionId: string;
  readonly version: string;
}

const sampleSize = 5;

/** Counts what a run with this selector would import, by the same statement that selects its items. Nothing is stored. */
export async function countSelected(database: Database, selector: ReimportSelector): Promise<SelectedCounts> {
  const parameters = [...selectorParameters(selector)];
  const { rows } = await database.pool.query<Omit<SelectedCounts, 'sample'>>(
    `select count(*)::int as versions, count(distinct v.connector_id)::int as connectors,
            count(distinct v.organisation_id)::int as organisations,
            (count(*) filter (where v.published_at is null))::int as drafts,
            (count(*) filter (where exists (select from entity_edits e where e.version_id = v.id)))::int as edited
       from ${selectedVersions}`,
    parameters,
  );
  const sample = await database.pool.query<SelectedVersion>(
    `select v.organisation_id as "organisationId", v.connector_id as "connectorId", v.connector_name as "connectorName",
            v.id as "versionId", v.name as version
       from ${selectedVersions} order by md5(v.id) limit ${sampleSize}`,
    parameters,
  );
  const none = { versions: 0, connectors: 0, organisations: 0, drafts: 0, edited: 0 };
  return { ...none, ...rows[0], sample: sample.rows };
}
