import type { ConnectorResource } from '@connectory/client';

/** The version that was published last, or else the newest draft. */
export function latestOf(versions: ConnectorResource['versions']): ConnectorResource['versions'][number] | undefined {
  return versions.find(({ isLatest }) => isLatest) ?? versions.at(-1);
}
