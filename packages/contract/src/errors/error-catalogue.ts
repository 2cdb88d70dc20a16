/** Every error code of the API with its HTTP status and the next step for the caller. docs/api/errors.md lists the same. */
export const errorCatalogue = {
  request_invalid: { status: 400, next: 'Correct the fields that the error lists.' },
  request_malformed: { status: 400, next: 'Let an HTTP client library build the request.' },
  body_not_json: { status: 400, next: 'Send a JSON object as body.' },
  multipart_invalid: { status: 400, next: 'Send a complete multipart/form-data body; let an HTTP client build it.' },
  file_missing: { status: 400, next: 'Send the document as the part "file".' },
  file_repeated: { status: 400, next: 'Send exactly one part "file".' },
  part_unknown: {
    status: 400,
    next: 'Send only the parts "file", "metadata" and "overlay", or fields such as "metadata[format]".',
  },
  metadata_missing: {
    status: 400,
    next: 'Send the part "metadata", a JSON object such as {"format":"openapi","version":"1.0.0"}.',
  },
  metadata_not_json: { status: 400, next: 'Send the part "metadata" as a JSON object.' },
  overlay_invalid: { status: 400, next: 'Correct the overlay at the places that the error lists.' },
  metadata_invalid: { status: 400, next: 'Correct the fields of the metadata that the error lists.' },
  version_reserved: {
    status: 400,
    next: 'Choose another name: "latest" and "default" refer to versions by their role.',
  },
  schema_url_refused: {
    status: 400,
    next: 'Use a public http or https URL, or download the document and upload it as multipart/form-data.',
  },
  callback_url_refused: { status: 400, next: 'Use a public http or https URL without user and password.' },
  callback_secret_missing: {
    status: 400,
    next: 'Create the secret that signs notifications with POST …/callback-secret, and store it.',
  },
  idempotency_key_invalid: {
    status: 400,
    next: 'Send an Idempotency-Key of 1 to 255 visible ASCII characters, such as a UUID. Quotes around it are optional.',
  },
  cursor_invalid: { status: 400, next: 'Use "next" or "prev" of an earlier page of the same list, unchanged.' },
  version_field_read_only: {
    status: 400,
    next: 'Read the version again, and change only its name, description or isDefault.',
  },
  unauthenticated: {
    status: 401,
    next: 'Send "Authorization: Bearer <API key>" with a valid key, or a valid token of the trusted issuer.',
  },
  forbidden: { status: 403, next: 'Use a key whose role and scopes allow this operation.' },
  not_found: { status: 404, next: 'Check the path against /openapi.json.' },
  organisation_not_found: { status: 404, next: 'Check the organisation id, and that the key belongs to it.' },
  connector_not_found: { status: 404, next: 'Check the connector id, and that it belongs to this organisation.' },
  version_not_found: {
    status: 404,
    next: 'List the versions of the connector; "latest" exists once a version is published.',
  },
  action_not_found: { status: 404, next: 'List the actions of the version.' },
  trigger_not_found: { status: 404, next: 'List the triggers of the version.' },
  definition_not_found: { status: 404, next: 'List the definitions of the version.' },
  share_not_found: { status: 404, next: 'Ask the sender for a new link, or list the links of the import.' },
  edit_not_found: { status: 404, next: 'List the edits of the version.' },
  auth_scheme_not_found: { status: 404, next: 'Read the auth schemes of the connector.' },
  protocol_not_found: { status: 404, next: 'List the protocols.' },
  upload_not_found: { status: 404, next: 'Ask for a new upload URL.' },
  key_not_found: { status: 404, next: 'List the keys.' },
  diff_not_found: {
    status: 404,
    next: 'Diffs exist for imports that replace a draft, and for dry runs into a connector with a version.',
  },
  overlay_not_found: { status: 404, next: 'List the overlays of the connector.' },
  import_not_found: { status: 404, next: 'List the imports of the organisation.' },
  place_not_found: { status: 404, next: 'Use a pointer of a message of this import, percent-encoded.' },
  reimport_not_found: { status: 404, next: 'List the bulk re-imports.' },
  method_not_allowed: { status: 405, next: 'Use one of the methods in the header Allow.' },
  request_timeout: {
    status: 408,
    next: 'Send the request within HEADERS_TIMEOUT_SECONDS and REQUEST_TIMEOUT_SECONDS.',
  },
  version_exists: { status: 409, next: 'Choose another version name, or replace a draft with "ifExists": "replace".' },
  overlays_too_many: { status: 409, next: 'Delete overlays of the connector, or join some of them into one.' },
  name_exists: { status: 409, next: 'Choose a name that no other entity of the same kind has in this version.' },
  version_invalid: {
    status: 409,
    next: 'Correct the entities that the error lists: their "errors" name each fault. Then publish the version again.',
  },
  connector_published: {
    status: 409,
    next: 'Unpublish its versions first, or delete it with "force=true".',
  },
  version_published: {
    status: 409,
    next: 'Published versions are immutable: choose another version name, or unpublish this one first.',
  },
  import_in_progress: {
    status: 409,
    next: 'Wait for the other import of this version to end, or choose another version name.',
  },
  import_not_finished: {
    status: 409,
    next: 'Poll the import for its status, or send "Prefer: wait=30" to wait until it ends.',
  },
  import_ended: { status: 409, next: 'Read its result. A failed or cancelled import can be retried.' },
  import_not_retryable: {
    status: 409,
    next: 'Only failed and cancelled imports can be retried. Cancel this one first, or submit the document again.',
  },
  reimport_not_changeable: {
    status: 409,
    next: 'Check its status: "running" can be paused, "paused" and "stopped" can be resumed, and all three can be cancelled.',
  },
  import_expired: {
    status: 410,
    next: 'Read the connector version instead. Ended imports are kept for IMPORT_RETENTION_DAYS.',
  },
  document_gone: {
    status: 410,
    next: 'Import the document again: versions made by hand, and documents that are no longer stored, have neither excerpts nor a proof.',
  },
  upload_url_spent: {
    status: 410,
    next: 'Ask for a new upload URL: each is valid for five minutes and for one upload.',
  },
  entity_changed: { status: 412, next: 'Read the entity again, and repeat the change with its ETag in If-Match.' },
  definition_referenced: {
    status: 412,
    next: 'Change what refers to the definition first, or delete it with "force=true": what refers to it then has errors.',
  },
  document_too_large: {
    status: 413,
    next: 'Compress the document with gzip, split it, or ask the operator to raise MAX_UPLOAD_BYTES.',
  },
  diff_too_large: {
    status: 413,
    next: 'Compare smaller versions, or ask the operator to raise the limits of diffs.',
  },
  export_too_large: {
    status: 413,
    next: 'Read its actions, definitions and extras, or ask the operator to raise the limits of diffs.',
  },
  edit_too_large: {
    status: 413,
    next: 'Change the document, by an overlay for example, and import it again. GET /api/connect/v1/limits lists the limits: MAX_EDIT_ENTITY_BYTES, MAX_EDIT_BYTES.',
  },
  body_too_large: { status: 413, next: 'Send a smaller body.' },
  media_type_unsupported: {
    status: 415,
    next: 'Send multipart/form-data with the document, or application/json with a schemaURL.',
  },
  idempotency_key_reused: {
    status: 422,
    next: 'Send a new Idempotency-Key for a new request, or repeat the first request unchanged.',
  },
  rate_limited: {
    status: 429,
    next: 'Retry after the seconds in Retry-After; GET /api/connect/v1/limits lists the limits.',
  },
  requests_too_many: {
    status: 429,
    next: 'Wait for the responses of other requests, and retry after the seconds in Retry-After.',
  },
  quota_exceeded: {
    status: 429,
    next: 'Retry after the seconds in Retry-After. "quota" states what is used and allowed; operators can change it.',
  },
  headers_too_large: { status: 431, next: 'Send a shorter URL, token or headers: 16 KB in all.' },
  internal_error: { status: 500, next: 'Report it to the operator with the request id from X-Request-Id.' },
  not_implemented: {
    status: 501,
    next: 'Use a platform that runs integrations: connections and credentials are not part of importing.',
  },
  unavailable: { status: 503, next: 'Retry after the seconds in Retry-After.' },
  time_limit_exceeded: {
    status: 503,
    next: 'Retry after the seconds in Retry-After. If it recurs, send a smaller document.',
  },
  secrets_unavailable: {
    status: 503,
    next: 'The operator has to set SECRETS_KEY or SECRETS_KEY_FILE, or the keys before in SECRETS_KEY_PREVIOUS.',
  },
  storage_full: {
    status: 507,
    next: 'Retry later. The operator has to free disk space: of the database, or in CONNECTORY_TMP_DIR.',
  },
} as const satisfies { readonly [code: string]: { readonly status: number; readonly next: string } };

export type ErrorCode = keyof typeof errorCatalogue;
