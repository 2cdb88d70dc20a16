/**
 * The script of the documentation. It sends requests to the address at which the page was opened, even if the public address differs, because
 * browsers restrict requests to other origins. With a session of the console they need no key, and examples of reads name resources of its organisation. An operator's
 * organisation is the one chosen in the console. Examples of optional parameters are shown, but not filled in: together they match nothing.
 */
export const documentationScript = `const service = new URL('..', location.href).href.replace(/\\/$/, '');

const read = async (path) => {
  const response = await fetch(service + path);
  return response.ok ? response.json() : undefined;
};

/** Ids of resources that exist, by the names of parameters. */
async function findExamples() {
  const session = await read('/api/connect/v1/session');
  if (session === undefined) return {};
  const organisation = session.organisation?.id ?? localStorage.getItem('connectory.organisation');
  if (!organisation) return {};
  const root = '/api/connect/v1/o/' + organisation;
  const [connectors, imports] = await Promise.all([read(root + '/connectors?first=1'), read(root + '/imports?first=1')]);
  const connector = connectors?.connectors[0];
  return {
    organisation_id: organisation,
    connector_id: connector?.id,
    version: connector?.versions[0]?.name,
    import_id: imports?.imports[0]?.id,
  };
}

function fillIn(parameter, found) {
  if (parameter.required) return { ...parameter, example: found[parameter.name] ?? parameter.example };
  const { example, ...optional } = parameter;
  const shown = example === undefined ? '' : ' Example: \`' + [example].flat().join(', ') + '\`';
  return { ...optional, description: (parameter.description ?? '') + shown };
}

/** Reads name what exists. Changes name the organisation only, so that none of them is made by accident. */
function fillInAll(spec, found) {
  const known = spec.components.parameters;
  for (const item of Object.values(spec.paths))
    for (const [method, operation] of Object.entries(item)) {
      const examples = method === 'get' ? found : { organisation_id: found.organisation_id };
      operation.parameters = operation.parameters?.map((each) =>
        fillIn(each.$ref === undefined ? each : known[each.$ref.split('/').at(-1)], examples),
      );
    }
}

async function start() {
  const [spec, found] = await Promise.all([read('/openapi.json'), findExamples()]);
  if (spec === undefined) throw new Error('The OpenAPI document cannot be read.');
  spec.servers = [{ url: service }];
  fillInAll(spec, found);
  window.ui = SwaggerUIBundle({ spec, dom_id: '#docs', deepLinking: true });
}

start().catch((error) => {
  document.querySelector('#docs').textContent = error.message + ' Reload the page.';
});
`;
