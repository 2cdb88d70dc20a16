import { errorCatalogue } from '@connectory/contract';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** Metrics of an API process. Label values come from tables of ours, never from requests, so their number is bounded. */
export interface ApiMetrics {
  readonly accepted: Counter;
  readonly ended: Counter<'status' | 'code'>;
  readonly jobsNotAdded: Counter;
  readonly requestSeconds: Histogram<'method' | 'operation' | 'route' | 'status'>;
  readonly errors: Counter<'code'>;
  readonly requestsRefused: Counter<'by'>;
  readonly quotaRefusals: Counter<'quota'>;
  readonly clientsGone: Counter;
  readonly eventStreams: Gauge;
  readonly uploadsRemoved: Counter;
}

export function createApiMetrics(registry: Registry): ApiMetrics {
  const metrics = createMetrics(registry);
  // The first increase of a series that was not there before is invisible to Prometheus.
  for (const code of Object.keys(errorCatalogue)) metrics.errors.inc({ code }, 0);
  for (const by of ['token', 'key', 'organisation', 'address', 'lookup']) metrics.requestsRefused.inc({ by }, 0);
  for (const status of ['succeeded', 'cancelled']) metrics.ended.inc({ status, code: '' }, 0);
  return metrics;
}

function createMetrics(registry: Registry): ApiMetrics {
  const registers: [Registry] = [registry];
  return {
    accepted: new Counter({
      name: 'connectory_imports_accepted_total',
      help: 'Imports accepted; repeated requests of one Idempotency-Key count once.',
      registers,
    }),
    // The workers have a metric of the same name. The process that ends an import counts it.
    ended: new Counter({
      name: 'connectory_imports_ended_total',
      help: 'Imports ended by this process, by status and, when failed, error code.',
      labelNames: ['status', 'code'],
      registers,
    }),
    jobsNotAdded: new Counter({
      name: 'connectory_jobs_not_added_total',
      help: 'Jobs that the queue did not accept. The sweeper adds them.',
      registers,
    }),
    requestSeconds: new Histogram({
      name: 'connectory_http_request_duration_seconds',
      help: 'Time from a request to the end of its response, by operation; requests without a route have "none".',
      labelNames: ['method', 'operation', 'route', 'status'],
      buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
      registers,
    }),
    errors: new Counter({
      name: 'connectory_http_errors_total',
      help: 'Error responses by code.',
      labelNames: ['code'],
      registers,
    }),
    ...createRefusals(registers),
    clientsGone: new Counter({
      name: 'connectory_http_clients_gone_total',
      help: 'Requests whose client disconnected before the end of the response.',
      registers,
    }),
    eventStreams: new Gauge({
      name: 'connectory_event_streams',
      help: 'Open event streams of this process.',
      registers,
    }),
    uploadsRemoved: new Counter({
      name: 'connectory_upload_leftovers_removed_total',
      help: 'Removed temporary files and folders of killed processes.',
      registers,
    }),
  };
}

function createRefusals(registers: [Registry]): Pick<ApiMetrics, 'requestsRefused' | 'quotaRefusals'> {
  return {
    requestsRefused: new Counter({
      name: 'connectory_requests_refused_total',
      help: 'Requests refused because too many of their token, key or address were in progress or waited for a lookup.',
      labelNames: ['by'],
      registers,
    }),
    quotaRefusals: new Counter({
      name: 'connectory_quota_refusals_total',
      help: 'Requests refused because they would have exceeded a quota of their organisation, by quota.',
      labelNames: ['quota'],
      registers,
    }),
  };
}
