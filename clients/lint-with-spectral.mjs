// node lint-with-spectral.mjs FILE: prints the results of the ruleset spectral:oas as JSON
import { readFile } from 'node:fs/promises';
import core from '@stoplight/spectral-core';
import rulesets from '@stoplight/spectral-rulesets';

const spectral = new core.Spectral();
spectral.setRuleset({ extends: [[rulesets.oas, 'recommended']] });
const results = await spectral.run(JSON.parse(await readFile(String(process.argv[2]), 'utf8')));
console.log(JSON.stringify(results.map(({ code, message, path }) => `${path.join('/')}: ${code}: ${message}`)));
