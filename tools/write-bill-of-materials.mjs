// node tools/write-bill-of-materials.mjs: prints what production consists of, in CycloneDX.
// `npm sbom --omit=dev` leaves out every package that a tool needs, too. So this script takes the bill of all packages, and leaves out those
// that are marked as development only.
import { spawnSync } from 'node:child_process';
import path from 'node:path';

/** @typedef {{ readonly name: string, readonly value: string }} Property */
/** @typedef {{ readonly 'bom-ref': string, readonly properties?: readonly Property[] }} Component */
/** @typedef {{ readonly ref: string, readonly dependsOn?: readonly string[] }} Dependency */

/** @param {Component} component */
function isTool({ properties = [] }) {
  return properties.some(({ name, value }) => name === 'cdx:npm:package:development' && value === 'true');
}

// Peers with types only are not installed, and would be an error.
const args = ['sbom', '--sbom-format=cyclonedx', '--legacy-peer-deps'];
const { stdout, status } = spawnSync('npm', args, {
  cwd: path.join(import.meta.dirname, '..'),
  encoding: 'utf8',
  maxBuffer: 1e9,
  stdio: ['ignore', 'pipe', 'inherit'],
});
if (status !== 0) throw new Error(`npm ${args.join(' ')} failed with ${status}`);

/** @type {{ readonly metadata: { readonly component: object }, readonly components: readonly Component[], readonly dependencies: readonly Dependency[] }} */
const all = JSON.parse(stdout);
const tools = new Set(all.components.filter(isTool).map((component) => component['bom-ref']));
const bill = {
  ...all,
  // npm takes the name of the folder.
  metadata: { ...all.metadata, component: { ...all.metadata.component, name: 'connectory' } },
  components: all.components.filter((component) => !tools.has(component['bom-ref'])),
  dependencies: all.dependencies
    .filter(({ ref }) => !tools.has(ref))
    .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((each) => !tools.has(each)) })),
};
process.stdout.write(`${JSON.stringify(bill, null, 2)}\n`);
