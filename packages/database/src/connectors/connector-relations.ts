/** The relations that connectors and versions are read from. */
export interface ConnectorRelations {
  readonly connectors: 'connectors' | 'public_connectors';
  /** By whose names, tags and categories connectors are found. */
  readonly listed: 'listed_connectors' | 'public_connectors';
  readonly versions: 'connector_versions' | 'public_versions';
}

/** The connectors of organisations, within the scope of the request. */
export const ownRelations: ConnectorRelations = {
  connectors: 'connectors',
  listed: 'listed_connectors',
  versions: 'connector_versions',
};

/** The public connectors of all organisations, with their published versions. */
export const publicRelations: ConnectorRelations = {
  connectors: 'public_connectors',
  listed: 'public_connectors',
  versions: 'public_versions',
};
