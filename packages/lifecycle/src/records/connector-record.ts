import type { VersionRecord } from './version-record.ts';

/** The contract's AuthSchemeConfig, as stored. */
export type StoredAuthScheme = { readonly id: string; readonly schemeType: string; readonly description: string } & {
  readonly [key: string]: unknown;
};

export interface ConnectorRecord {
  readonly id: string;
  readonly organisationId: string;
  readonly name: string;
  readonly baseUrl: string;
  readonly public: boolean;
  readonly documentationURL: string | null;
  readonly imageURL: string | null;
  readonly tags: { readonly [key: string]: unknown };
  readonly authSchemeConfigs: readonly StoredAuthScheme[];
  readonly connectionVariables: readonly { readonly name: string; readonly value: string }[];
  /** Newest first. */
  readonly versions: readonly VersionRecord[];
  readonly createdAt: Date;
  readonly updatedAt: Date;
}
