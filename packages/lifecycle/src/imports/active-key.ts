/**
 * The value of the unique column `imports.active_key`: it allows one import at a time for each version.
 * @returns null for a new connector, which no other import can target, and for a dry run, which writes no version.
 */
export function activeKey(target: {
  connectorId: string | undefined;
  version: string | null | undefined;
  dryRun: boolean | undefined;
}): string | null {
  if (target.connectorId === undefined || target.dryRun === true) return null;
  return `${target.connectorId}/${target.version ?? ''}`;
}
