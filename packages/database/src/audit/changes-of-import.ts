import type { ClaimedWork } from '@connectory/lifecycle';
import type { AuditedChange } from './audit-rows.ts';

interface ImportedVersion {
  readonly version: string;
  /** Null after a dry run. */
  readonly versionId: string | null;
  /** Whether it replaced a draft. */
  readonly isReplaced: boolean;
}

/** The changes that an import has made. A dry run makes none. */
export function changesOfImport(
  work: ClaimedWork,
  { version, versionId, isReplaced }: ImportedVersion,
): AuditedChange[] {
  if (versionId === null) return [];
  const { organisationId, connectorId, createsConnector, claim } = work;
  const facts = { organisationId, details: { connectorId, name: version, importId: claim.importId } };
  const action = isReplaced ? 'version.replaced' : 'version.created';
  const ofVersion = { ...facts, action, target: { kind: 'version', id: versionId } } as const;
  if (!createsConnector) return [ofVersion];
  const target = { kind: 'connector', id: connectorId };
  return [{ action: 'connector.created', organisationId, target, details: { importId: claim.importId } }, ofVersion];
}
