/** The contract's AuthSchemeConfig, as stored. */
export type StoredAuthScheme = { readonly id: string; readonly schemeType: string; readonly description: string } & {
  readonly [key: string]: unknown;
};

/** A connector without its versions. Lists are JSON text, which is sent as it is stored. */
export interface ConnectorRecord {
  readonly id: string;
  readonly organisationId: string;
  readonly name: string;
  readonly baseUrl: string;
  readonly public: boolean;
  readonly documentationURL: string | null;
  readonly imageURL: string | null;
  /** JSON object. */
  readonly tagsJson: string;
  /** JSON array of StoredAuthScheme. */
  readonly authSchemeConfigsJson: string;
  /** JSON array of objects with `name` and `value`. */
  readonly connectionVariablesJson: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}
