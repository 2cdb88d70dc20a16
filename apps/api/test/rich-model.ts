import { petsModel } from './pets-model.ts';

type Model = ReturnType<typeof petsModel>;

/** The rich model with an action of another name. */
export function renamedModel(): Model {
  const model = richModel();
  const actions = model.actions.map((action) => (action.method === 'POST' ? { ...action, name: 'createPet' } : action));
  return { ...model, actions };
}

/** A model with every optional field of entities and messages. */
export function richModel(): Model {
  const model = petsModel();
  const [message] = model.messages;
  const location = { pointer: '/servers/1', line: 4, column: 3, file: 'servers.yaml' };
  return {
    ...model,
    actions: model.actions.map((action) => ({
      ...action,
      summary: 'Works with pets',
      path: '/animals',
      requestBody: { required: true, definitions: [0], openapi: { description: 'A pet' } },
      responses: action.responses.map((response) => ({ ...response, openapi: { description: 'Done' } })),
    })),
    triggers: ['petSold', 'petFound', 'petLost'].map((name) => ({ ...triggerOf(model), name })),
    definitions: [...model.definitions, { ...definitionOf(model), name: 'Toy' }],
    messages: message === undefined ? [] : [{ ...message, locations: [location] }],
  };
}

function triggerOf(model: Model): Model['triggers'][number] {
  const [trigger] = model.triggers;
  if (trigger === undefined) throw new Error('the model has no trigger');
  const parameters: Model['triggers'][number]['parameters'] = [
    { name: 'X-Id', in: 'header', required: false, type: 'string', default: 'none', openapi: { style: 'simple' } },
  ];
  return {
    ...trigger,
    summary: 'Reports pets',
    description: 'Sent later',
    parameters,
    requestBody: { required: true, definitions: [0], openapi: { description: 'A pet' } },
    responses: [{ status: 200, definitions: [0], openapi: { description: 'Taken' } }],
    openapi: { tags: ['pets'] },
  };
}

function definitionOf(model: Model): Model['definitions'][number] {
  const [definition] = model.definitions;
  if (definition === undefined) throw new Error('the model has no definition');
  return { ...definition, schema: '{"type":"object"}', references: [] };
}

const id = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
const base = { id, key: 'scheme', description: 'A scheme' };
const validationMessages = [{ code: 'X', text: 'x', severity: 'info', detail: [], locations: [] }];
const client = { credentialId: id, organisationId: id, clientId: 'client', clientSecret: 'secret' };
const oauth2 = {
  ...base,
  schemeType: 'oauth2',
  validationMessages,
  authorizeUrl: 'https://pets.example/authorize',
  tokenUrl: 'https://pets.example/token',
  scopes: [{ name: 'read', description: 'Read pets' }],
  defaultScopes: ['read'],
  additionalAuthorizeParams: 'a=1',
  additionalTokenParams: 'b=2',
  mtlsEnabled: true,
  mtlsCredentialId: id,
};

/** One auth scheme of each type and grant, with every optional field. */
export const richSchemes: readonly object[] = [
  { ...base, schemeType: 'none', validationMessages },
  { ...base, schemeType: 'api-key', name: 'X-Key', in: 'header', validationMessages },
  { ...base, schemeType: 'basic-auth', validationMessages },
  { ...oauth2, grant: { grantType: 'authorization_code', ...client } },
  { ...oauth2, grant: { grantType: 'client_credentials' } },
  { ...oauth2, grant: { grantType: 'password', ...client } },
  {
    ...base,
    schemeType: 'hmac',
    name: 'X-Signature',
    in: 'header',
    algorithm: 'sha256',
    digestInputs: ['body'],
    validationMessages,
  },
  { ...base, schemeType: 'certificate', validationMessages },
];
