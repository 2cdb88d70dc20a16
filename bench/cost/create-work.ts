import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as encoding from '@connectory/encoding';
import type { ConnectorModel } from '@connectory/importer';
import type * as lifecycle from '@connectory/lifecycle';

/** The work of an import after the mapping: a first import, and one that replaces its draft. */
export type Work = () => Promise<void>;

const standing = { existing: undefined, known: undefined, base: undefined, baseContent: undefined };
const versionId = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
const existing = { id: versionId, revision: '1', published: false, edited: false };

/** Creates the work of a checkout, by its built packages. */
export async function createWork(folder: string, model: ConnectorModel): Promise<Work> {
  const load = (name: string): Promise<unknown> =>
    import(pathToFileURL(path.join(folder, 'packages', name, 'dist/index.js')).href);
  const { createVersionSource, createId } = (await load('encoding')) as typeof encoding;
  const { planVersion, renderConnector, mergeConnectorFacts } = (await load('lifecycle')) as typeof lifecycle;
  const known = entitiesOf(planVersion(standing, model, { maxDiffBytes: 0, createId }));
  const stored = {
    baseUrl: model.connector.baseUrl,
    authSchemeConfigs: model.connector.authSchemes.map((scheme) => ({ id: createId(), ...scheme })),
  };
  const write = async (of: lifecycle.VersionStanding): Promise<void> => {
    const source = createVersionSource(model);
    const { schemaHashes } = await source.plan(of, { maxDiffBytes: 0, edits: undefined });
    let bytes = 0;
    for await (const chunk of source.rows(versionId, schemaHashes)) bytes += chunk.bytes.length;
    if (bytes === 0) throw new Error('no rows');
  };
  return async () => {
    renderConnector(model.connector, createId);
    await write(standing);
    mergeConnectorFacts(stored, model.connector, createId);
    await write({ ...standing, existing, known });
  };
}

/** The entities of a version that was written. */
function entitiesOf({ rows }: lifecycle.VersionPlan): lifecycle.KnownEntities {
  return {
    actions: rows.actions.map(({ id, name, method, template, operation_id }) => ({
      id,
      name,
      method,
      path: template,
      operationId: operation_id ?? undefined,
    })),
    triggers: rows.triggers.map(({ id, name, method, operation_id }) => ({
      id,
      name,
      method,
      operationId: operation_id ?? undefined,
    })),
    definitions: rows.definitions.map(({ id, name, schema_hash }) => ({ id, name, content: schema_hash })),
  };
}
