/** Examples of each command, with what they do. */
export const examples: { readonly [command: string]: readonly (readonly [commandLine: string, meaning: string])[] } = {
  start: [
    ['connectory start', 'on port 8082, with the data in .connectory/'],
    ['PORT=8090 connectory start', 'on another port'],
  ],
  import: [
    ['connectory import openapi.yaml', 'as a new connector'],
    ['connectory import https://example.com/openapi.json', 'from a URL'],
    ['connectory import openapi.yaml --connector ID --version 1.1.0', 'as another version'],
    ['connectory import openapi.yaml --connector ID --version 1.1.0 --dry-run', 'show what would change'],
    ['connectory import openapi.yaml --include tags=pets tags=shops', 'a part of the document'],
    [
      "connectory import openapi.yaml --exclude 'paths=/internal/**'",
      '"*" matches within a segment, "**" across segments',
    ],
    ['connectory import - --json < openapi.json > result.json', 'standard input, result as JSON'],
  ],
  check: [
    ['connectory check openapi.yaml --verbose', 'with infos'],
    ['connectory check specs/ --format github', 'annotations on lines of a pull request'],
    ['connectory check specs/ --format sarif > check.sarif', 'for code scanning'],
    ['connectory check openapi.yaml --fail-on warning', 'stricter'],
  ],
  diff: [
    ['connectory diff old.yaml new.yaml', 'two files'],
    ['git show main:openapi.yaml | connectory diff - openapi.yaml', 'with an earlier commit'],
    ['connectory diff ID@1.0.0 openapi.yaml --json', 'with a version on the server'],
    ['connectory diff ID 1.0.0 1.1.0', 'two versions on the server'],
  ],
  export: [
    ['connectory export ID', 'the version published last, as JSON'],
    ['connectory export ID 1.0.0 --yaml --output openapi.yaml', 'one version, as YAML'],
    ['connectory export ID 1.0.0 --proof', 'how it differs from what was imported'],
  ],
  reimport: [
    ['connectory reimport --all-latest --dry-run', 'show what an upgrade would change'],
    ['connectory reimport --all-latest --canary 10 --failure-budget 2', 'ten first, then the rest'],
  ],
  'reimport follow': [['connectory reimport follow ID', 'and its result, when it has ended']],
  'reimport list': [['connectory reimport list', 'the newest first']],
  'reimport pause': [['connectory reimport pause ID', 'until it is resumed']],
  'reimport resume': [['connectory reimport resume ID', 'where it was paused or stopped']],
  'reimport cancel': [['connectory reimport cancel ID', 'what was imported stays']],
  'reimport retry-failed': [['connectory reimport retry-failed ID', 'after the cause is removed']],
  imports: [
    ['connectory imports --status failed', 'what failed'],
    ['connectory imports --first 1000 --json', 'up to a thousand, as JSON'],
  ],
  show: [
    ['connectory show ID', 'an import or a connector'],
    ['connectory show ID --follow', 'wait until an import has ended'],
  ],
  messages: [['connectory messages ID --code SERVER_MISSING', 'every place of one message']],
  cancel: [['connectory cancel ID', 'end an import that waits or runs']],
  retry: [
    ['connectory retry ID', 'one import'],
    ['connectory retry --failed import_attempts_exhausted', 'all that failed for one reason'],
  ],
  connectors: [['connectory connectors --name shop', 'with a text in their name']],
  organisations: [['connectory organisations --json', 'all organisations, as JSON']],
  migrate: [['DATABASE_URL=postgres://… connectory migrate', 'before the programs of a release start']],
  doctor: [['connectory doctor', 'with the environment of the API or a worker']],
  'support-bundle': [['connectory support-bundle --output bundle.json', 'for a bug report']],
  keys: [
    ['connectory keys create --name ci --role import', 'its token is shown once'],
    ['connectory keys list', 'all keys'],
  ],
  'keys create': [
    ['connectory keys create --name ci --role import --expires 2030-12-31', 'for imports, until that day'],
    ['connectory keys create --name deploy --scope imports:write', 'for imports alone'],
  ],
  'keys list': [['connectory keys list --unused-days 90', 'which ones can be revoked']],
  'keys revoke': [['connectory keys revoke ID', 'refused from now on']],
  audit: [
    ['connectory audit --outcome refused --from 2026-11-01', 'refused requests since a day'],
    ['connectory audit --export csv > audit.csv', 'all events'],
  ],
  completion: [['source <(connectory completion bash)', 'in ~/.bashrc']],
};
