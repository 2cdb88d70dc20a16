export type Rows = readonly (readonly [name: string, meaning: string])[];

const wrongUsage = ['2', 'the command line is wrong, or a file cannot be read'] as const;

/** Exit codes of any command, on the page of the program. */
export const allExitCodes: Rows = [
  ['0', 'success'],
  ['1', 'failure: a failed import, breaking changes, a server that refuses'],
  ['2', `${wrongUsage[1]}; for diff any failure`],
  ['130', 'interrupted by Ctrl-C'],
  ['141', 'the program that reads the output has ended'],
];

const ofRun: Rows = [
  ['0', 'the run has ended without failures'],
  ['1', 'an import failed, the run was stopped, or the server refused it'],
  ['2', 'the command line is wrong'],
  ['130', 'interrupted by Ctrl-C: the run continues on the server'],
];

const exitCodes: { readonly [command: string]: Rows } = {
  start: [
    ['0', 'stopped by Ctrl-C or SIGTERM, after running imports have ended'],
    ['1', 'it cannot start, or a part of it ended'],
    ['2', 'a setting is wrong'],
  ],
  import: [
    ['0', 'imported'],
    ['1', 'the import failed, or the server refused it'],
    wrongUsage,
    ['130', 'interrupted by Ctrl-C: an uploaded document is imported all the same'],
  ],
  check: [
    ['0', 'every document can be imported, without messages of --fail-on'],
    ['1', 'a document cannot be imported, or has a message of --fail-on'],
    wrongUsage,
  ],
  diff: [
    ['0', 'no breaking change'],
    ['1', 'a breaking change'],
    ['2', 'the documents cannot be compared'],
  ],
  reimport: ofRun,
  'reimport follow': ofRun,
  doctor: [
    ['0', 'no fault'],
    ['1', 'a fault, with what to do about it'],
    ['2', 'a setting is wrong'],
  ],
};

const usual: Rows = [
  ['0', 'success'],
  ['1', 'failure, with the reason on standard error'],
  ['2', 'the command line is wrong'],
];

/** Exit codes on the page of a command. @param command the words behind `connectory` */
export function exitCodesOf(command: string): Rows {
  return exitCodes[command] ?? usual;
}
