import { createVersionSource } from '@connectory/encoding';
import type { ConnectorModel } from '@connectory/importer';
import type { ClaimedWork } from '@connectory/lifecycle';
import { type Database, type PersistedVersion, type PersistOutcome, persistVersion } from '../src/index.ts';

/** Writes a model that is in this process. */
export function persistModel(
  database: Database,
  work: ClaimedWork,
  { model, ...rest }: Omit<PersistedVersion, 'source'> & { readonly model: ConnectorModel },
): Promise<PersistOutcome> {
  return persistVersion(database, work, { ...rest, source: createVersionSource(model) });
}
