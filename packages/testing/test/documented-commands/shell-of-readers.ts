/** Functions and variables that stand for what a reader of the pages has: a service, its keys, and a connector with a draft and a published version. */
export const shellOfReaders = `
set -euo pipefail
curl() { command curl --fail-with-body "$@"; }
# npm runs the scripts of the clone, and names the folder of the reader.
npm() { command npm --prefix "$CLONE" "$@"; }
credential() { node -p "require('./.connectory/credentials.json').$1"; }
BASE=$(credential baseUrl) ORGANISATION=$(credential organisationId) KEY=$(credential apiKey)
OPERATOR_KEY=$(credential operatorApiKey) RUN_ID=
API=$BASE/api/connect/v1/o/$ORGANISATION
AUTH="Authorization: Bearer $KEY"
upload() { curl -sS -H "$AUTH" -H 'Prefer: wait=30' "$API/$1" -F file=@openapi.json -F "metadata={\\"format\\":\\"openapi\\",\\"version\\":\\"$2\\"}"; }
# Commands change and delete the connector, so each block gets a new one.
new_connector() {
  local result
  result=$(upload protocols/http/import 1.0.0)
  CONNECTOR=$(jq -r .connector.id <<<"$result")
  upload "connector/$CONNECTOR/http/import" 1.1.0 > /dev/null
  curl -sS -H "$AUTH" -X POST "$API/connectors/$CONNECTOR/versions/1.1.0/publish" > /dev/null
  IMPORT=$(curl -sS -H "$AUTH" "$API/imports?first=1" | jq -r '.imports[0].id')
  CONNECTOR_URL=$API/connectors/$CONNECTOR VERSION=$API/connectors/$CONNECTOR/versions/1.0.0
}
new_run() {
  new_connector
  RUN_ID=$(connectory reimport --all-latest --target new-version --dry-run --detach --json | jq -r .id)
}
remove_action() { curl -sS -H "$AUTH" -X DELETE "$VERSION/actions/getPet" > /dev/null; }
`;
