/** Unique among imports that have not ended: one import of a version at a time. Null for a new connector, which nobody else can import into. */
export function activeKey(target: {
  connectorId: string | undefined;
  version: string | null | undefined;
}): string | null {
  return target.connectorId === undefined ? null : `${target.connectorId}/${target.version ?? ''}`;
}
