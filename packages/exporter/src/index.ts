export { exportDocument } from './document/export-document.ts';
export { exportMembersOf } from './document/export-members.ts';
export type {
  DocumentMember,
  ExportedAction,
  ExportedDefinition,
  ExportedTrigger,
  ExportedVersion,
} from './version/exported-version.ts';
export { writeJson } from './writing/write-json.ts';
export { writeYaml } from './writing/write-yaml.ts';
export type { Difference, LedgerTotals } from './proof/ledger/ledger.ts';
export type { OverlayChanges } from './proof/ledger/overlay-changes.ts';
export type { ProofMessage } from './proof/ledger/message-places.ts';
export { type NormalisationRule, normalisationRules } from './proof/ledger/rules.ts';
export { type ProofInput, proveExport } from './proof/prove-export.ts';
export { versionOfModel } from './version/version-of-model.ts';
export { type ProofTotals, proveVersion, type VersionProofInput } from './proof/prove-version.ts';
