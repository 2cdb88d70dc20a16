export { dieWithParent } from './die-with-parent.ts';
export { exitWithParent } from './exit-with-parent.ts';
export { createLogger, type Logger } from './logger.ts';
export { redactSecrets, redactText, redactUrlCredentials } from './redact-secrets.ts';
export { createProbe, type Probe } from './probe.ts';
export { parseSettings, requireDatabaseUrl, type Settings, SettingsError } from './settings.ts';
export { createShutdown, type Shutdown } from './shutdown.ts';
