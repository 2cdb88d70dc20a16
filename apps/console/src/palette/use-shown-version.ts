import { useMatch } from '@tanstack/react-router';

/** The version whose page is open. */
export function useShownVersion(): { readonly connectorId: string; readonly version: string } | undefined {
  return useMatch({ from: '/signed-in/connectors/$connectorId/versions/$version', shouldThrow: false })?.params;
}
