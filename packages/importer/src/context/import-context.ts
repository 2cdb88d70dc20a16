import type { OutputBudget } from '../budget/output-budget.ts';
import type { CoverageCounter } from '../messages/coverage-counter.ts';
import type { JsonObject } from '@connectory/json';
import type { MessageCollector } from '../messages/message-collector.ts';
import type { Names } from '../names/names.ts';
import type { Place } from '../place/place.ts';
import type { References } from '../references/references.ts';
import type { DocumentShape } from '../shape/document-shape.ts';
import type { Selection } from '../selection/selection.ts';
import type { DefinitionRegistry } from '../definitions/definition-registry.ts';
import type { ExtrasKeeper } from '../extras/extras-keeper.ts';
import type { VersionExtras } from '../extras/version-extras.ts';
import type { DeclaredParameter } from './declared-parameter.ts';
import type { MappedBody } from './mapped-body.ts';
import type { ResolvedObject } from '../references/resolve-chain.ts';
import type { LinkTargets } from '../references/link-targets.ts';
import type { SecuritySchemes } from './security-requirements.ts';
import type { SpecVersion } from '../members/member-table.ts';

/** The state that all stages of the mapping share. */
export interface ImportContext {
  readonly budget: OutputBudget;
  readonly root: JsonObject;
  /** Whether the document is OpenAPI 3.0 or Swagger 2.0, where members beside a `$ref` have no effect. */
  readonly is30: boolean;
  readonly shape: DocumentShape;
  readonly references: References;
  readonly messages: MessageCollector;
  readonly coverage: CoverageCounter;
  readonly definitions: DefinitionRegistry;
  readonly extras: ExtrasKeeper;
  readonly versionExtras: VersionExtras;
  readonly actionNames: Names;
  readonly triggerNames: Names;
  readonly selection: Selection;
  readonly security: SecuritySchemes;
  readonly links: LinkTargets;
  /** Parameters that references lead to, by what the references resolve to. */
  readonly sharedParameters: Map<ResolvedObject, DeclaredParameter>;
  /** The same for responses. */
  readonly sharedResponses: Map<ResolvedObject, MappedBody>;
  /** Of the uploaded document. */
  readonly version: SpecVersion;
  /** The URL that the document was fetched from; undefined for uploads. */
  readonly sourceUrl: string | undefined;
  /** Found while references are looked up. */
  readonly repeatedIdentifiers: readonly RepeatedIdentifier[];
}

/** An `$id` or `$anchor` that an earlier schema has too. */
export interface RepeatedIdentifier {
  readonly place: Place;
  readonly remark: string;
}
