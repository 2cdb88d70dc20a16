/** Commands that the test does not run, by their beginning, each with the reason. */
export const notRun: readonly (readonly [command: string, reason: string])[] = [
  ['npm ci && npm run package', 'package.system.test.ts builds, packs and installs the package'],
  ['npx ./connectory-0.1.0.tgz', 'package.system.test.ts builds, packs and installs the package'],
  ['npm install ./connectory-0.1.0.tgz', 'package.system.test.ts builds, packs and installs the package'],
  ['npm ci && npm run package:client', 'package.system.test.ts builds, packs and installs the client'],
  ['npm install ./connectory-client-0.1.0.tgz', 'package.system.test.ts builds, packs and installs the client'],
  ['npm ci && npm run import', 'installs the packages that run this test; docs/quick-start.md has the import alone'],
  ['npm ci && npm test', 'would run this test'],
  ['npm ci', 'installs the packages that run this test'],
  ['npm start', 'runs until it is stopped; this test starts the service'],
  ['node apps/cli/dist/main.js', 'needs a PostgreSQL and a Redis; image.system.test.ts starts the processes so'],
  ['node --enable-source-maps', 'needs a PostgreSQL and a Redis; image.system.test.ts starts the processes so'],
  ['connectory completion fish', 'needs fish; completion.test.ts reads the script'],
  ['curl -sS -H "$OPERATOR" -X POST "$RUN/pause"', 'needs a run in progress; reimports.system.test.ts pauses one'],
  ['promtool ', 'monitoring-files.test.ts runs it'],
  ['export DATABASE_', 'needs roles with passwords; database-roles.system.test.ts uses them'],
  ['DATABASE_OWNER_URL=', 'needs roles with passwords; database-roles.system.test.ts uses them'],
  ['pg_dump ', 'needs the programs of PostgreSQL'],
  ['createdb ', 'needs the programs of PostgreSQL'],
  ['pg_restore ', 'needs the programs of PostgreSQL'],
  ['connectory migrate ', 'needs the restored database'],
  ['npm run bench', 'takes half an hour, with the packages of bench'],
  ['npm run package && BENCH_PROGRAMS', 'takes over half an hour, with the packages of bench'],
  ['npm run fairness', 'takes minutes, with the packages of bench'],
  ['npm run isolation', 'takes minutes, with the packages of bench'],
  ['npm run console', 'takes minutes, with the packages of bench'],
  ['kubectl ', 'needs a cluster'],
  ['helm install ', 'needs a cluster; helm-chart.test.ts renders the chart'],
  ['docker ', 'needs Docker'],
];

/** What a page writes for something that only a reader has, and the shell text of this test for it. */
export const placeholders: readonly (readonly [written: string, used: string])[] = [
  ['https://petstore3.swagger.io/api/v3/', '$ORIGIN/'],
  ['https://example.com/openapi.yaml', '$ORIGIN/openapi.yaml'],
  ['http://localhost:8082', '$BASE'],
  ['"https://pets.example/', `"'"$ORIGIN"'/`],
  ['https://pets.example/', '$ORIGIN/'],
  ['after=Zm9v…', 'after=$(curl -sS -H "$AUTH" "$API/connectors?first=1" | jq -r .next)'],
  [`'If-None-Match: "01ARZ…-7"' "$API/imports/01ARZ…"`, `'If-None-Match: "other"' "$API/imports/$IMPORT"`],
  [
    `'If-Match: "0f3c…"'`,
    `"If-Match: $(curl -sS -H "$AUTH" "$VERSION/actions/getPet" -o /dev/null -w '%header{etag}')"`,
  ],
  ['5f1c…', '5f1c'],
  ['01ARZ3NDEKTSV4RRFFQ69G5FAV@', '$CONNECTOR@'],
  ['diff CONNECTOR ', 'diff $CONNECTOR '],
  ['<id>', '$(cat run-id)'],
  // The next block of the page needs its id.
  ['--target new-version --detach', '--target new-version --detach --json | tee run.json | jq -r .id > run-id'],
  ['-X POST "$VERSION/actions" -d', `-X POST "$VERSION/actions" -o /dev/null -d`],
];

/** Commands that need another state than the other commands of their page leave. */
export const preparations: readonly (readonly [command: string, first: string])[] = [
  [`curl -sS -H "$AUTH" -H 'Content-Type: application/json' -X POST "$VERSION/actions"`, 'remove_action'],
  ['OPERATOR=', 'new_run'],
];
