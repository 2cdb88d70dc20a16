/** Every error code that the API answers with: its status, and what to do next. The documentation is written from this table. */
export const errorCatalogue = {
  request_invalid: { status: 400, next: 'Correct the fields that the answer names.' },
  body_not_json: { status: 400, next: 'Send a JSON object as body.' },
  multipart_invalid: { status: 400, next: 'Send a complete multipart/form-data body; let an HTTP client build it.' },
  file_missing: { status: 400, next: 'Send the document as the part "file", with a file name.' },
  file_repeated: { status: 400, next: 'Send one document as the part "file".' },
  part_unknown: { status: 400, next: 'Send the parts "file" and "metadata" only.' },
  metadata_missing: {
    status: 400,
    next: 'Send the part "metadata", a JSON object such as {"format":"openapi","version":"1.0.0"}.',
  },
  metadata_not_json: { status: 400, next: 'Send the part "metadata" as a JSON object.' },
  metadata_invalid: { status: 400, next: 'Correct the fields of the metadata that the answer names.' },
  version_reserved: {
    status: 400,
    next: 'Choose another name: "latest" and "default" stand for versions by their role.',
  },
  schema_url_refused: {
    status: 400,
    next: 'Name a public http or https URL, or download the document and upload it as multipart/form-data.',
  },
  callback_url_refused: { status: 400, next: 'Name a public http or https URL, without user and password.' },
  callback_secret_missing: {
    status: 400,
    next: 'Make the secret that callbacks are signed with first: POST …/callback-secret, and keep what it answers.',
  },
  idempotency_key_invalid: {
    status: 400,
    next: 'Send an Idempotency-Key of 1 to 255 visible ASCII characters, such as a UUID; quotes around it are optional.',
  },
  cursor_invalid: { status: 400, next: 'Use "next" and "prev" of an earlier answer of the same list as they are.' },
  unauthenticated: {
    status: 401,
    next: 'Send "Authorization: Bearer <API key>" with a key that is neither expired nor revoked, or a valid token of the trusted issuer.',
  },
  forbidden: { status: 403, next: 'Use a key with a role that allows this.' },
  not_found: { status: 404, next: 'Check the path against /openapi.json.' },
  organisation_not_found: { status: 404, next: 'Check the organisation id, and that the key belongs to it.' },
  connector_not_found: { status: 404, next: 'Check the connector id, and that it belongs to this organisation.' },
  version_not_found: {
    status: 404,
    next: 'List the versions of the connector; "latest" is there once one is published.',
  },
  action_not_found: { status: 404, next: 'List the actions of the version.' },
  trigger_not_found: { status: 404, next: 'List the triggers of the version.' },
  definition_not_found: { status: 404, next: 'List the definitions of the version.' },
  key_not_found: { status: 404, next: 'List the keys.' },
  diff_not_found: { status: 404, next: 'Replace a draft, or ask for a dry run into a connector that has a version.' },
  import_not_found: { status: 404, next: 'List the imports of the organisation.' },
  reimport_not_found: { status: 404, next: 'List the bulk re-imports.' },
  method_not_allowed: { status: 405, next: 'Use one of the methods in the header Allow.' },
  version_exists: { status: 409, next: 'Name another version, or replace a draft with "ifExists": "replace".' },
  version_field_read_only: {
    status: 400,
    next: 'Read the version again; change its name, description or isDefault only.',
  },
  connector_published: {
    status: 409,
    next: 'Unpublish its versions first, or delete it with "force=true".',
  },
  version_published: {
    status: 409,
    next: 'Published versions are immutable: name another version, or unpublish this one first.',
  },
  import_in_progress: {
    status: 409,
    next: 'Wait for the other import of this version to end, or name another version.',
  },
  import_not_finished: {
    status: 409,
    next: 'Ask the import itself for its status; "Prefer: wait=30" holds the answer until it ends.',
  },
  import_ended: { status: 409, next: 'Ask for its result; an import that failed or was cancelled can be retried.' },
  import_not_retryable: {
    status: 409,
    next: 'Retry imports that failed or were cancelled; cancel this one first, or submit the document again.',
  },
  reimport_not_changeable: {
    status: 409,
    next: 'Look at its status: "running" can be paused, "paused" and "stopped" resumed, all three cancelled; a cancelled run is over.',
  },
  import_expired: {
    status: 410,
    next: 'Read the connector version that it made; imports are kept for the days of IMPORT_RETENTION_DAYS once they have ended.',
  },
  document_too_large: {
    status: 413,
    next: 'Compress the document with gzip, split it, or have MAX_UPLOAD_BYTES raised.',
  },
  diff_too_large: {
    status: 413,
    next: 'Compare smaller versions, or have DIFF_HEAP_MB and DIFF_TIMEOUT_SECONDS raised.',
  },
  body_too_large: { status: 413, next: 'Send a smaller body.' },
  media_type_unsupported: {
    status: 415,
    next: 'Send multipart/form-data with the document, or application/json with a schemaURL.',
  },
  idempotency_key_reused: {
    status: 422,
    next: 'Send a new Idempotency-Key for a new request, or the first request as it was.',
  },
  rate_limited: {
    status: 429,
    next: 'Try again after the seconds in Retry-After; GET /api/connect/v1/limits lists the limits.',
  },
  internal_error: { status: 500, next: 'Report it with the request id.' },
  unavailable: { status: 503, next: 'Try again after the seconds in Retry-After.' },
  storage_full: {
    status: 507,
    next: 'Try again later; whoever runs the server has to free space where uploads wait.',
  },
} as const satisfies { readonly [code: string]: { readonly status: number; readonly next: string } };

export type ErrorCode = keyof typeof errorCatalogue;
