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
