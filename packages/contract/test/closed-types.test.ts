import { expect, it } from 'vitest';
import type {
  ActionResource,
  ApiKeyResource,
  AuditEventResource,
  AuditPage,
  CallbackSecret,
  ConnectorResource,
  CreatedApiKey,
  DefinitionResource,
  ErrorBody,
  Health,
  ImportDiffSummary,
  ImportError,
  ImportPage,
  ImportResource,
  ImportResult,
  Limits,
  Message,
  OrganisationResource,
  PageInfo,
  PublishResponse,
  Readiness,
  ReimportItem,
  ReimportResource,
  TriggerResource,
  VersionDiff,
  VersionResource,
} from '../src/index.ts';

/** True if the type accepts a field that no schema names. Type checking this file is the test. */
type IsOpen<Resource> = 'fieldWithoutSchema' extends keyof Resource ? true : false;

type AnyIsOpen<Resources extends readonly unknown[]> = IsOpen<Resources[number]>;

const isAnyOpen: AnyIsOpen<
  [
    ActionResource,
    ApiKeyResource,
    AuditEventResource,
    AuditPage,
    CallbackSecret,
    ConnectorResource['authSchemeConfigs'][number],
    ConnectorResource,
    CreatedApiKey,
    DefinitionResource,
    ErrorBody,
    Health,
    ImportDiffSummary,
    ImportError,
    ImportPage,
    ImportResource,
    ImportResult,
    Limits,
    Message,
    OrganisationResource,
    PageInfo,
    PublishResponse,
    Readiness,
    ReimportItem,
    ReimportResource,
    TriggerResource,
    VersionDiff,
    VersionResource,
  ]
> = false;

it('rejects a field without a schema in every response type, nested objects included', () => {
  expect(isAnyOpen).toBe(false);
  const progress: ImportResource['progress'] = {
    done: 0,
    total: 1,
    // @ts-expect-error no schema names this field
    fieldWithoutSchema: 1,
  };
  expect(progress.total).toBe(1);
});

it('keeps maps open: timings have a key for each stage', () => {
  const timings: ImportResource['timings'] = { parsing: 3 };
  expect(timings['parsing']).toBe(3);
});
