// npm run chaos:check -- HISTORY: checks the history that a run has kept.
import { readFileSync } from 'node:fs';
import { checkHistory, parseHistory } from '@connectory/history';

const [file] = process.argv.slice(2);
if (file === undefined) throw new Error('usage: npm run chaos:check -- HISTORY');
const entries = parseHistory(readFileSync(file, 'utf8'));
const faults = checkHistory(entries);
for (const fault of faults) console.log(fault);
console.log(`${entries.length} entries, ${faults.length} contradictions`);
process.exitCode = faults.length === 0 ? 0 : 1;
