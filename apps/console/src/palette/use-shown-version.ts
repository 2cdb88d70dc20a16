import { useParams } from '@tanstack/react-router';

/** The version to which the page belongs. */
export function useShownVersion(): { readonly connectorId: string; readonly version: string } | undefined {
  const { connectorId, version } = useParams({ strict: false });
  return connectorId === undefined || version === undefined ? undefined : { connectorId, version };
}
