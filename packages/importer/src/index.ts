export type {
  ActionModel,
  AuthScheme,
  ConnectorFacts,
  ConnectorModel,
  ConnectorVariable,
  Coverage,
  CoverageCount,
  CoverageKind,
  DefinitionModel,
  HttpMethod,
  OAuth2Scope,
  ParameterLocation,
  ParameterModel,
  RequestBodyModel,
  ResponseModel,
  ScalarType,
  TriggerModel,
} from './model/connector-model.ts';
export type { DocumentFault, DocumentNotice, ParsedDocument, SourceFile } from './model/parsed-document.ts';
export type {
  ImportOptions,
  ImportOutcome,
  OperationFilter,
  ReportProgress,
  SelectionOptions,
} from './model/import-options.ts';
export type { Json } from '@connectory/json';
export type {
  LocatePointers,
  Message,
  PlaceList,
  ReportedPlace,
  Severity,
  SourceLocation,
  SourcePosition,
} from './model/message.ts';
export { methodFields } from './operations/methods.ts';
export { describeOutputLimit } from './budget/output-budget.ts';
export { importDocument, importerVersion } from './import-document.ts';
export { allRules } from './rules/all-rules.ts';
export type { Rule } from './rules/rule.ts';
export type { Leads, Member, MemberTable, ObjectKind, SpecVersion } from './members/member-table.ts';
export { findMember, specVersionOf, tablesOf } from './members/tables-of.ts';
export { at, type Place, placeOfPointer, pointerOf, shortPointerOf } from './place/place.ts';
export { createTargetFinder, type TargetFinder } from './references/find-target.ts';
export { keywordForms } from './schemas/keywords.ts';
