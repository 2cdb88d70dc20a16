/**
 * Unique among imports that have not ended: one import of a version at a time. Null for a new connector, which nobody else can import
 * into, and for a dry run, which stands in nobody's way.
 */
export function activeKey(target: {
  connectorId: string | undefined;
  version: string | null | undefined;
  dryRun: boolean | undefined;
}): string | null {
  if (target.connectorId === undefined || target.dryRun === true) return null;
  return `${target.connectorId}/${target.version ?? ''}`;
}
