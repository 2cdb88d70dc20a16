import { OutputBudget, OutputBudgetError } from './budget/output-budget.ts';
import { mapConnectorFacts } from './connector/connector-facts.ts';
import { createCoverageCounter } from './messages/coverage-counter.ts';
import { LinkTargets } from './references/link-targets.ts';
import { SecuritySchemes } from './context/security-requirements.ts';
import type { ImportContext, RepeatedIdentifier } from './context/import-context.ts';
import { isObject, type JsonObject } from '@connectory/json';
import { member } from './json/members.ts';
import { rememberSpellings } from './json/spellings.ts';
import { createMessageCollector } from './messages/message-collector.ts';
import type { ConnectorModel } from './model/connector-model.ts';
import type { PlaceList } from './model/message.ts';
import type { ImportOptions, ImportOutcome, ReportProgress } from './model/import-options.ts';
import type { ParsedDocument, SourceFile } from './model/parsed-document.ts';
import { createNames, operationNames } from './names/names.ts';
import { mapPaths } from './operations/actions.ts';
import { mapWebhooks } from './operations/triggers.ts';
import { at, rootPlace } from './place/place.ts';
import { createTargetFinder } from './references/find-target.ts';
import { createReferences } from './references/references.ts';
import { openapi3Shape } from './shape/document-shape.ts';
import { swagger2Shape } from './swagger-2/swagger-2-shape.ts';
import { identifierRepeated } from './rules/identifier-repeated.ts';
import { schemaDialect } from './rules/schema-dialect.ts';
import { ExtrasKeeper } from './extras/extras-keeper.ts';
import { VersionExtras } from './extras/version-extras.ts';
import { specVersionOf } from './members/tables-of.ts';
import { DefinitionRegistry } from './definitions/definition-registry.ts';
import { createSelection } from './selection/selection.ts';
import { checkStructure } from './structure/check-structure.ts';

/**
 * Raise it when the same document can give another model or other messages: unchanged re-imports are detected by it.
 */
export const importerVersion = '6';

/**
 * Maps an OpenAPI document to a connector model. Pure and deterministic: the same document gives the same model, byte
 * for byte. Reports every place that cannot be taken over as written. Never throws for the content of a document.
 * @param report called every hundred paths with the number of paths done and their total.
 */
export function importDocument(
  document: ParsedDocument,
  options: ImportOptions = {},
  report: ReportProgress = () => undefined,
): ImportOutcome {
  const { root } = document;
  if (!isObject(root)) {
    const fault = { code: 'document_not_object', message: 'The document is not an object.', locations: [] };
    return { ok: false, fault, messages: [] };
  }
  const budget = new OutputBudget(options.maxOutputChars);
  try {
    return { ok: true, ...mapDocument(root, document, createContext(root, document, options, budget), report) };
  } catch (error) {
    if (error instanceof OutputBudgetError) return { ok: false, fault: budget.describe(), messages: [] };
    throw error;
  }
}

function mapDocument(
  root: JsonObject,
  document: ParsedDocument,
  context: ImportContext,
  report: ReportProgress,
): { readonly model: ConnectorModel; readonly places: readonly PlaceList[] } {
  const { definitions, messages, coverage } = context;
  reportDialect(context);
  definitions.addComponents();
  const connector = mapConnectorFacts(context);
  const { actions, triggers } = mapPaths(context, report);
  const webhooks = mapWebhooks(context);
  const extras = context.versionExtras.finish(context.root, context.extras, definitions, context.selection.isPart);
  context.budget.spend(extras.length);
  // Callbacks of operations that are not selected are not walked.
  if (!context.selection.isPart) context.links.finish();
  // Objects that nothing maps.
  for (const { rule, place, remark } of context.shape.notes.all) messages.report(rule, place, remark);
  for (const { place, remark } of context.repeatedIdentifiers) messages.report(identifierRepeated, place, remark);
  // After the mapping, so that its more specific messages come first.
  checkStructure(root, specVersionOf(document.openapi), messages);
  const finished = definitions.finish();
  const collected = messages.finish(document.locate);
  const model = {
    openapi: document.openapi,
    connector,
    actions,
    triggers: [...triggers, ...webhooks],
    definitions: finished,
    extras,
    messages: collected.messages,
    coverage: coverage.finish(),
  };
  return { model, places: collected.places };
}

function createContext(
  root: JsonObject,
  document: ParsedDocument,
  options: ImportOptions,
  budget: OutputBudget,
): ImportContext {
  rememberSpellings(document.spellings ?? new Map());
  const repeatedIdentifiers: RepeatedIdentifier[] = [];
  const finder = createTargetFinder(
    filesOf(document, options),
    /^3\.[1-9]/.test(document.openapi),
    (place, keyword, identifier) =>
      repeatedIdentifiers.push({ place: at(place, keyword), remark: `${keyword}: ${identifier}` }),
  );
  const version = specVersionOf(document.openapi);
  const shape =
    version === '2.0' ? swagger2Shape(root, finder, budget, options.sourceUrl) : openapi3Shape(root, version);
  const messages = createMessageCollector(document.notices, {
    placeInUpload: (place) => shape.placeInUpload(place),
    maxPlacesBytes: options.maxPlacesBytes,
  });
  const coverage = createCoverageCounter(messages);
  const shapeVersion = version === '2.0' ? '3.0' : version;
  const references = createReferences(finder, shape, version, budget);
  const selection = createSelection(options);
  // Members beside a `$ref` have no effect in Swagger 2.0 either.
  const is30 = version === '2.0' || version === '3.0';
  const { isPart } = selection;
  const definitions = new DefinitionRegistry({ budget, shape, is30, isPart, references, messages, coverage });
  const links = new LinkTargets({ root: shape.root, references, messages });
  const security = new SecuritySchemes({ root: shape.root, version: shapeVersion, references, messages });
  return {
    budget,
    root: shape.root,
    is30,
    shape,
    references,
    messages,
    coverage,
    definitions,
    extras: new ExtrasKeeper({ shape, version: shapeVersion, references, definitions, messages, links, security }),
    versionExtras: new VersionExtras(),
    actionNames: createNames(operationNames),
    triggerNames: createNames(operationNames),
    selection,
    security,
    links,
    sharedParameters: new Map(),
    sharedResponses: new Map(),
    version,
    sourceUrl: options.sourceUrl,
    repeatedIdentifiers,
  };
}

function filesOf({ root, files }: ParsedDocument, { sourceUrl }: ImportOptions): readonly SourceFile[] {
  return files ?? [{ path: '', uri: sourceUrl ?? 'upload:/', root }];
}

const ownDialects = /^https:\/\/(json-schema\.org\/draft\/2020-12\/|spec\.openapis\.org\/oas\/3\.\d\/)/;

function reportDialect(context: ImportContext): void {
  const dialect = member(context.root, 'jsonSchemaDialect');
  if (typeof dialect !== 'string' || ownDialects.test(dialect)) return;
  context.messages.report(schemaDialect, at(rootPlace, 'jsonSchemaDialect'), dialect);
}
