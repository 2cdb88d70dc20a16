// Comments on a pull request what a dry run changes. Usage: node comment-changes.mjs RESULT, where RESULT is a file with the output of
// `connectory import … --dry-run --json`. Repository and pull request are those of the workflow run.
import { readFileSync } from 'node:fs';

/** Finds the comment of an earlier run, which is replaced. */
const marker = '<!-- connectory -->';

/** Changes that are listed. The others are counted. */
const maxRows = 50;
/** Characters of a text in a table. */
const maxTextLength = 200;

const { CONNECTORY_URL = '', CONNECTORY_API_KEY, CONNECTORY_ORGANISATION_ID = '', DOCUMENT = '' } = process.env;
const { GITHUB_API_URL = 'https://api.github.com', GITHUB_REPOSITORY, GITHUB_EVENT_PATH = '', TOKEN } = process.env;

/** @param {string} url @param {string | undefined} token @param {RequestInit} [options] */
async function send(url, token, options = {}) {
  const headers = { Accept: 'application/json', 'Content-Type': 'application/json', Authorization: `Bearer ${token}` };
  const response = await fetch(url, { ...options, headers });
  if (!response.ok)
    throw new Error(`${url} responded with ${response.status}: ${(await response.text()).slice(0, 500)}`);
  return response.json();
}

/** A cell of a table as code, in which Markdown has no meaning. @param {string} text */
function code(text) {
  const short = text.length > maxTextLength ? `${text.slice(0, maxTextLength)}…` : text;
  return `<code>${short.replace(/[&<>|`\r\n]/g, (character) => `&#${character.charCodeAt(0)};`)}</code>`;
}

/** @param {any} diff */
function listChanges(diff) {
  const all = diff.entries.flatMap((entry) => entry.changes.map((change) => ({ entry, change })));
  const classes = ['breaking', 'non-breaking'];
  const rows = classes.flatMap((name) => all.filter(({ change }) => change.class === name));
  if (rows.length === 0) return ['Nothing changes for users of the connector.'];
  const listed = rows
    .slice(0, maxRows)
    .map(({ entry, change }) =>
      [change.class, `${entry.kind} ${code(entry.name)}`, code(change.code), code(change.at)].join(' | '),
    );
  const rest = rows.length - listed.length;
  return ['| | entity | change | place |', '| --- | --- | --- | --- |', ...listed.map((row) => `| ${row} |`)].concat(
    rest === 0 ? [] : ['', `… and ${rest} more.`],
  );
}

/** @param {any} result */
async function describe(result) {
  const heading = `### ${code(DOCUMENT)}`;
  if (result.import === undefined)
    return [heading, `**The dry run failed.** ${code(`${result.message} [${result.code}]`)}`];
  const { id, links, summary } = result.import;
  if (summary?.diff === undefined) return [heading, 'The connector has no version to compare with.'];
  const organisation = `${CONNECTORY_URL.replace(/\/+$/, '')}/api/connect/v1/o/${CONNECTORY_ORGANISATION_ID}`;
  const diff = await send(`${organisation}/imports/${id}/diff`, CONNECTORY_API_KEY);
  const { breaking, nonBreaking, annotation } = diff.summary;
  return [
    heading,
    `**${breaking} breaking**, ${nonBreaking} non-breaking and ${annotation} annotation changes against version ${code(summary.diff.against)}.`,
    '',
    ...listChanges(diff),
    '',
    `[The dry run in the console](${links.console})`,
  ];
}

/** @param {string} body */
async function comment(body) {
  const { pull_request: pullRequest } = JSON.parse(readFileSync(GITHUB_EVENT_PATH, 'utf8'));
  if (pullRequest === undefined) return console.log(body);
  const issues = `${GITHUB_API_URL}/repos/${GITHUB_REPOSITORY}/issues`;
  const list = `${issues}/${pullRequest.number}/comments`;
  for (let page = 1; ; page += 1) {
    const comments = await send(`${list}?per_page=100&page=${page}`, TOKEN);
    const before = comments.find((each) => each.body?.startsWith(marker));
    const content = { body: JSON.stringify({ body }) };
    if (before !== undefined) return send(`${issues}/comments/${before.id}`, TOKEN, { method: 'PATCH', ...content });
    if (comments.length < 100) return send(list, TOKEN, { method: 'POST', ...content });
  }
}

const text = readFileSync(String(process.argv[2]), 'utf8').trim();
const result =
  text === '' ? { code: 'no_result', message: 'The command printed no result. Read its log.' } : JSON.parse(text);
await comment([marker, ...(await describe(result))].join('\n'));
if (result.import === undefined) process.exitCode = 1;
