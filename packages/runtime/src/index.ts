export { dieWithParent } from './processes/die-with-parent.ts';
export { type Frame, type FrameChannel, FrameError, openFrameChannel } from './processes/frame-channel.ts';
export { exitWithParent } from './processes/exit-with-parent.ts';
export {
  type ChildDeath,
  type ChildExit,
  ChildNotStartedError,
  framesFd,
  type LimitedChild,
  startLimitedChild,
} from './processes/limited-child.ts';
export { createLogger, type Logger } from './observability/logger.ts';
export { createOutageLog, createOutages, type OutageLog } from './observability/outage-log.ts';
export { registerQueueGauges } from './observability/queue-gauges.ts';
export { sendMetrics, connectoryVersion, createMetricsRegistry, startMetricsServer } from './observability/metrics.ts';
export { nodeFlags } from './processes/node-flags.ts';
export { redactSecrets, redactText, redactUrlCredentials } from './observability/redact-secrets.ts';
export { createProbe, type Probe } from './observability/probe.ts';
export { readSecretKeys, type SecretKeySettings } from './settings/secret-keys.ts';
export { settingSections, type SettingSection } from './settings/setting-table.ts';
export {
  defaultKeyExpiry,
  isLoopback,
  parseSettings,
  type DatabaseUrls,
  requireDatabaseUrl,
  requireDatabaseUrls,
  requireWorkerDatabaseUrl,
  type Settings,
  SettingsError,
} from './settings/settings.ts';
export {
  currentTraceParent,
  failSpan,
  insideSpan,
  type SpanOptions,
  startSpan,
  withSpan,
} from './observability/spans.ts';
export { startTracing, type Tracing } from './observability/start-tracing.ts';
export { createShutdown, type Shutdown } from './processes/shutdown.ts';
