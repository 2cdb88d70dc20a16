// Ids
export { createId, isId } from './ids/create-id.ts';

// Documents
export {
  createDocumentPacker,
  packDocument,
  packedEncoding,
  parseEncoding,
  toStoredDocument,
  unpackDocument,
  unpackDocumentSync,
} from './documents/pack-document.ts';

// Places of messages
export {
  addMessages,
  linesOfMessage,
  type PackedPlaces,
  packPlaces,
  type PlaceGroup,
  type PlaceListing,
} from './documents/pack-places.ts';

// Rows
export { type CopyRow, copyHeader, copyTrailer, encodeCopyRows } from './rows/encode-copy-rows.ts';
export { createRowCheck, ForgedRowsError } from './rows/check-version-rows.ts';
export { createVersionSource } from './rows/version-source.ts';
export { versionColumns } from './rows/version-tables.ts';

// Secrets
export {
  createSecretBox,
  type SecretBox,
  SecretKeyError,
  type SecretKeys,
  type SecretPlace,
} from './secrets/secret-box.ts';
