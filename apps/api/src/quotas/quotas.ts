import type { ExceedableQuota, ExceededQuota, OrganisationQuotas } from '@connectory/contract';
import {
  type Database,
  type OrganisationUsage,
  type OwnQuotas,
  readQuotas,
  readUsage,
  type StoredQuotaName,
  type StoredQuotas,
} from '@connectory/database';
import type { Logger, Settings } from '@connectory/runtime';
import type { Response } from 'express';
import { ApiError } from '../http/api-error.ts';
import { leaveCount } from '../http/request-count.ts';
import type { ApiMetrics } from '../metrics/api-metrics.ts';
import { createInUse, type InUse } from './in-use.ts';
import { defaultWeight, quotaTable } from './quota-table.ts';
import { createUsageMeter, type UsageMeter } from './usage-meter.ts';

/** Quotas of concurrent uses of an organisation. Each process counts on its own. */
export type ConcurrentQuota = 'uploads' | 'diffs' | 'eventStreams';

export interface ConcurrentUse {
  readonly name: ConcurrentQuota;
  readonly organisationId: string;
  readonly response: Response;
}

/** The quotas of organisations: their own, or those of the settings. */
export interface Quotas {
  /** The settings of the quotas that the database checks. */
  readonly stored: StoredQuotas;
  readonly meter: UsageMeter;
  /**
   * Runs `work` while it counts as one use, until it has ended or the response is closed: the work of a client that has left may never end.
   * @throws ApiError if the quota is exceeded
   */
  during<Value>(use: ConcurrentUse, work: () => Promise<Value>): Promise<Value>;
  /** Counts one use until the response is closed. @throws ApiError if the quota is exceeded */
  untilClosed(use: ConcurrentUse): Promise<void>;
  /** The error for something that the database has not stored. */
  explain(organisationId: string, name: StoredQuotaName): Promise<ApiError>;
  /** All quotas, with their use. */
  show(organisationId: string): Promise<OrganisationQuotas>;
}

/** How long own quotas are kept before they are read again. */
const ownQuotasMs = 5_000;

const maxRetrySeconds = 60;

interface QuotaDependencies {
  readonly database: Database;
  readonly settings: Settings;
  readonly logger: Logger;
  readonly metrics: ApiMetrics;
}

export function createQuotas(dependencies: QuotaDependencies): Quotas {
  const { database, settings, metrics } = dependencies;
  const inUse: { readonly [Name in ConcurrentQuota]: InUse } = {
    uploads: createInUse(),
    diffs: createInUse(),
    eventStreams: createInUse(),
  };
  const readOwn = createOwnQuotas(database);
  const refuse = (quota: ExceededQuota, retryAfterSeconds?: number): ApiError => {
    metrics.quotaRefusals.inc({ quota: quota.name });
    return quotaExceeded(quota, retryAfterSeconds);
  };
  const begin = async ({ name, organisationId, response }: ConcurrentUse): Promise<() => void> => {
    const allowed = valueOf(name, await readOwn(organisationId), settings);
    const used = inUse[name].count(organisationId);
    if (allowed > 0 && used >= allowed) throw refuse({ name, used, allowed });
    return untilClosed(response, [inUse[name].begin(organisationId), leaveCount(response)]);
  };
  return {
    stored: {
      waitingImports: settings.ORGANISATION_WAITING_IMPORTS,
      connectors: settings.ORGANISATION_CONNECTORS,
      storedBytes: settings.ORGANISATION_STORED_BYTES,
    },
    meter: createUsageMeter(dependencies),
    during: async (use, work) => {
      const end = await begin(use);
      return work().finally(end);
    },
    untilClosed: async (use) => {
      await begin(use);
    },
    explain: async (organisationId, name) => {
      const [own, usage] = await Promise.all([
        readQuotas(database, organisationId),
        readUsage(database, organisationId),
      ]);
      const quota = { name, used: usage[name], allowed: valueOf(name, own, settings) };
      if (name !== 'waitingImports') return refuse(quota);
      const seconds = Math.ceil(usage.secondsPerStart ?? quotaTable[name].retryAfterSeconds);
      return refuse({ ...quota, position: quota.used + 1 }, Math.min(Math.max(seconds, 1), maxRetrySeconds));
    },
    show: async (organisationId) => {
      const [own, usage] = await Promise.all([
        readQuotas(database, organisationId),
        readUsage(database, organisationId),
      ]);
      const concurrent = {
        uploads: inUse.uploads.count(organisationId),
        diffs: inUse.diffs.count(organisationId),
        eventStreams: inUse.eventStreams.count(organisationId),
      };
      return presentQuotas(own, { ...usage, ...concurrent }, settings);
    },
  };
}

/** Calls functions once the response is closed. @returns a function that calls them before. They bear a second call. */
function untilClosed(response: Response, ends: readonly (() => void)[]): () => void {
  const end = (): void => {
    for (const each of ends) each();
  };
  if (response.closed) end();
  else response.once('close', end);
  return end;
}

/** Reads the own quotas of an organisation at most once in `ownQuotasMs`. */
function createOwnQuotas(database: Database): (organisationId: string) => Promise<OwnQuotas> {
  const kept = new Map<string, { readonly at: number; readonly quotas: OwnQuotas }>();
  return async (organisationId) => {
    const known = kept.get(organisationId);
    if (known !== undefined && performance.now() - known.at < ownQuotasMs) return known.quotas;
    const quotas = await readQuotas(database, organisationId);
    if (kept.size >= 10_000) kept.clear();
    kept.set(organisationId, { at: performance.now(), quotas });
    return quotas;
  };
}

function valueOf(name: keyof OwnQuotas, own: OwnQuotas, settings: Settings): number {
  const { setting } = quotaTable[name];
  return own[name] ?? (setting === null ? defaultWeight : settings[setting]);
}

function presentQuotas(
  own: OwnQuotas,
  usage: OrganisationUsage & { readonly [Name in ConcurrentQuota]: number },
  settings: Settings,
): OrganisationQuotas {
  const present = (name: keyof OwnQuotas) => ({
    value: valueOf(name, own, settings),
    unit: quotaTable[name].unit,
    setting: quotaTable[name].setting ?? '',
    isOwn: own[name] !== null,
    used: name === 'importWeight' ? undefined : usage[name],
  });
  return {
    importWeight: present('importWeight'),
    runningImports: present('runningImports'),
    waitingImports: present('waitingImports'),
    connectors: present('connectors'),
    storedBytes: present('storedBytes'),
    uploads: present('uploads'),
    diffs: present('diffs'),
    eventStreams: present('eventStreams'),
  };
}

function quotaExceeded(quota: ExceededQuota, retryAfterSeconds?: number): ApiError {
  const name: ExceedableQuota = quota.name;
  const { noun, setting, retryAfterSeconds: usual } = quotaTable[name];
  return new ApiError(
    'quota_exceeded',
    `The organisation has ${quota.used} ${noun}, of ${quota.allowed} that are allowed (${setting}).`,
    { quota, headers: { 'Retry-After': String(retryAfterSeconds ?? usual) } },
  );
}
