import { filePart, metadataField, multipartBody, multipartType } from './multipart.ts';
import { member } from './read-operations.ts';
import type { TestApi } from './start-test-api.ts';

/** A request that changes something, and what it changes. */
export interface ChangeRequest {
  readonly parameters?: { readonly [name: string]: string };
  readonly body?: string | Buffer;
  readonly type?: string;
  /** Id of the row that it changes; undefined for one that it creates. */
  readonly changes?: string;
}

const json = (body: object): ChangeRequest => ({ body: JSON.stringify(body), type: 'application/json' });

const emptyOverlay = { overlay: '1.1.0', info: { title: 'Fixes', version: '1' }, actions: [{ target: '$.info' }] };

const importForm = (version: string): ChangeRequest => {
  const openapi = '{"openapi":"3.1.0","info":{"title":"Pets","version":"1"},"paths":{}}';
  const parts = [filePart(openapi), metadataField({ format: 'openapi', version })];
  return { body: multipartBody(parts), type: multipartType };
};

/** Requests that change parts of a connector. */
function partRequests(call: Call, connector: () => Promise<{ connector_id: string }>) {
  const id = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
  const scheme = json({ id, schemeType: 'basic-auth', description: 'By hand' });
  const ofScheme = async () => ({ ...(await connector()), auth_scheme_config_id: id });
  const relabel = (body: object) => async (): Promise<ChangeRequest> => {
    const parameters = await connector();
    return { parameters, ...json(body), changes: parameters.connector_id };
  };
  return {
    UpdateConnectorTags: relabel({ tags: { team: ['a'] } }),
    UpdateConnectorCategories: relabel({ categories: ['ERP'] }),
    UpsertAuthSchemeConfig: async (): Promise<ChangeRequest> => ({
      parameters: await ofScheme(),
      ...scheme,
      changes: id,
    }),
    DeleteAuthSchemeConfig: async (): Promise<ChangeRequest> => {
      const parameters = await ofScheme();
      await call('UpsertAuthSchemeConfig', { parameters, ...scheme });
      return { parameters, changes: id };
    },
  };
}

type Call = (operationId: string, request: ChangeRequest) => Promise<unknown>;
type Draft = () => Promise<Required<Pick<ChangeRequest, 'parameters'>>>;

/** Requests that change the entities of a draft. */
function editingRequests(call: Call, draft: Draft): { readonly [operationId: string]: () => Promise<ChangeRequest> } {
  const operation = { type: 'http', name: 'sold', method: 'POST', parameters: [], responses: [{ definitions: [] }] };
  const bodies = { Action: { ...operation, path: '/sold' }, Trigger: operation };
  const withDefinition = async () => {
    const { parameters } = await draft();
    const schema = { contentType: 'application/json', content: '{}' };
    const body = json({ definitions: [{ name: 'Pet', accept: [], schema }] });
    const created = await call('CreateDefinitions', { parameters, ...body });
    const definition: object = Object(member(created, 'definitions', '0'));
    const changes = String(member(definition, 'id'));
    return { parameters: { ...parameters, definition_name: 'Pet' }, definition, body, changes };
  };
  const ofOperation = (name: 'Action' | 'Trigger') => {
    const create = async () => {
      const { parameters } = await draft();
      return { parameters: { ...parameters, [`${name.toLowerCase()}_name`]: 'sold' }, ...json(bodies[name]) };
    };
    const created = async () => {
      const request = await create();
      const entity = await call(`Create${name}`, request);
      return { parameters: request.parameters, ...json(Object(entity)), changes: String(member(entity, 'id')) };
    };
    return {
      [`Create${name}`]: create,
      [`Update${name}`]: created,
      [`Delete${name}`]: async () => {
        const { parameters, changes } = await created();
        return { parameters, changes };
      },
    };
  };
  return {
    ...ofOperation('Action'),
    ...ofOperation('Trigger'),
    CreateDefinitions: async () => {
      const { parameters, body } = await withDefinition();
      await call('DeleteDefinitions', { parameters, ...json({ all: true }) });
      return { parameters, ...body };
    },
    UpdateDefinition: async () => {
      const { parameters, definition, changes } = await withDefinition();
      return { parameters, ...json(definition), changes };
    },
    DeleteDefinition: async () => {
      const { parameters, changes } = await withDefinition();
      return { parameters, changes };
    },
    DeleteDefinitions: async () => {
      const { parameters, changes } = await withDefinition();
      return { parameters, ...json({ names: ['Pet'] }), changes };
    },
  };
}

/**
 * For each operation that changes something, a function that prepares a request whose change is possible.
 * @param operator a key with the role `operator`.
 */
export function prepareChanges(
  api: TestApi,
  operator: string,
): { readonly [operationId: string]: () => Promise<ChangeRequest> } {
  const { organisationId } = api;
  const call = async (operationId: string, { parameters, body }: ChangeRequest, key?: string): Promise<unknown> => {
    const headers = body === undefined ? {} : { 'Content-Type': 'application/json' };
    const { json: answer } = await api.call(operationId, {
      ...(key === undefined ? {} : { key }),
      ...(parameters === undefined ? {} : { parameters }),
      ...(body === undefined ? {} : { body, headers }),
    });
    return answer;
  };
  const connector = async (): Promise<{ connector_id: string }> => {
    const body = { name: 'Pets', baseUrl: 'https://pets.example', authSchemeConfigs: [] };
    return { connector_id: String(member(await call('CreateHTTPConnector', json(body)), 'id')) };
  };
  const draft = async (): Promise<Required<Pick<ChangeRequest, 'parameters' | 'changes'>>> => {
    const parameters = { ...(await connector()), version: '1' };
    const created = await call('CreateConnectorVersion', { parameters, ...json({ name: '1' }) });
    return { parameters, changes: String(member(created, 'id')) };
  };
  const acceptedImport = async (): Promise<Required<Pick<ChangeRequest, 'parameters' | 'changes'>>> => {
    const { body, type } = importForm('1');
    const headers = { 'Content-Type': String(type) };
    const { json: answer } = await api.call('ImportHTTPConnector', {
      headers,
      ...(body === undefined ? {} : { body }),
    });
    const import_id = String(member(answer, 'id'));
    return { parameters: { import_id }, changes: import_id };
  };
  const run = async (): Promise<Required<Pick<ChangeRequest, 'parameters' | 'changes'>>> => {
    const { changes } = await acceptedImport();
    await api.succeed(changes);
    const body = json({ selector: { organisationIds: [organisationId] }, target: 'replace-drafts' });
    const reimport_id = String(member(await call('CreateReimport', body, operator), 'id'));
    return { parameters: { reimport_id }, changes: reimport_id };
  };
  return {
    ImportHTTPConnector: () => Promise.resolve(importForm('1')),
    ImportHTTPConnectorVersion: async () => ({ parameters: await connector(), ...importForm('2') }),
    CancelImport: acceptedImport,
    RetryImport: async () => {
      const accepted = await acceptedImport();
      await call('CancelImport', accepted);
      return accepted;
    },
    RetryFailedImports: async () => {
      const { changes } = await acceptedImport();
      await api.fail(changes, { code: 'import_attempts_exhausted', message: 'exhausted' });
      return { ...json({ errorCode: 'import_attempts_exhausted' }), changes };
    },
    RotateCallbackSecret: () => Promise.resolve({}),
    CreateHTTPConnector: () =>
      Promise.resolve(json({ name: 'Pets', baseUrl: 'https://pets.example', authSchemeConfigs: [] })),
    ImportPublicConnectorVersion: async () => {
      const { parameters } = await draft();
      await call('PublishConnector', { parameters });
      await api.database.pool.query('update connectors set public = true where id = $1', [parameters['connector_id']]);
      return { parameters };
    },
    UpdateConnector: async () => {
      const parameters = await connector();
      const present = Object(await call('GetConnector', { parameters }));
      return { parameters, ...json({ ...present, name: 'Cats' }), changes: parameters.connector_id };
    },
    DeleteConnector: async () => {
      const parameters = await connector();
      return { parameters, changes: parameters.connector_id };
    },
    PutOverlay: async () => {
      const { connector_id } = await connector();
      const parameters = { connector_id, overlay_name: 'fixes' };
      return { parameters, changes: connector_id, ...json({ overlay: emptyOverlay }) };
    },
    DeleteOverlay: async () => {
      const { connector_id } = await connector();
      const parameters = { connector_id, overlay_name: 'fixes' };
      await call('PutOverlay', { parameters, ...json({ overlay: emptyOverlay }) });
      return { parameters, changes: connector_id };
    },
    CreateConnectorVersion: async () => ({ parameters: await connector(), ...json({ name: '1' }) }),
    UpdateConnectorVersion: async () => {
      const { parameters, changes } = await draft();
      const present = Object(await call('GetConnectorVersion', { parameters }));
      return { parameters, ...json({ ...present, description: 'Changed' }), changes };
    },
    DeleteConnectorVersion: draft,
    PublishConnector: draft,
    UnpublishConnector: async () => {
      const made = await draft();
      await call('PublishConnector', made);
      return made;
    },
    ...partRequests(call, connector),
    RevertAuthSchemeConfig: async () => {
      const accepted = await acceptedImport();
      await api.succeed(accepted.changes);
      const connector_id = String(member(await call('GetImport', accepted), 'connectorId'));
      const made = await call('GetConnector', { parameters: { connector_id } });
      const changes = String(member(made, 'authSchemeConfigs', '0', 'id'));
      const parameters = { connector_id, auth_scheme_config_id: changes };
      await call('DeleteAuthSchemeConfig', { parameters });
      return { parameters, changes };
    },
    ...editingRequests(call, draft),
    CreateShare: async () => ({ ...(await acceptedImport()), ...json({}) }),
    RevokeShare: async () => {
      const { parameters, changes } = await acceptedImport();
      const share_id = String(member(await call('CreateShare', { parameters, ...json({}) }), 'id'));
      return { parameters: { ...parameters, share_id }, changes };
    },
    RevertEdit: async () => {
      const accepted = await acceptedImport();
      await api.succeed(accepted.changes);
      const connector_id = String(member(await call('GetImport', accepted), 'connectorId'));
      const parameters = { connector_id, version: '1' };
      const action: object = Object(member(await call('GetActions', { parameters }), 'actions', '0'));
      const changes = String(member(action, 'id'));
      const named = { ...parameters, action_name: String(member(action, 'name')) };
      await call('UpdateAction', { parameters: named, ...json({ ...action, summary: 'By hand' }) });
      const edit_id = String(member(await call('ListEdits', { parameters }), 'edits', '0', 'id'));
      return { parameters: { ...parameters, edit_id }, changes };
    },
    CreateOrganisation: () => Promise.resolve(json({ name: 'Pets Ltd' })),
    SetOrganisationQuotas: () =>
      Promise.resolve({
        parameters: { organisation_id: organisationId },
        changes: organisationId,
        ...json({ waitingImports: 100, importWeight: 2 }),
      }),
    CreateApiKey: () => Promise.resolve(json({ name: 'ci', role: 'read', organisationId })),
    RevokeApiKey: async () => {
      const { id } = await api.createKey(organisationId, 'read');
      return { parameters: { key_id: id }, changes: id };
    },
    CreateReimport: () =>
      Promise.resolve(json({ selector: { organisationIds: [organisationId] }, target: 'replace-drafts' })),
    PauseReimport: run,
    ResumeReimport: async () => {
      const made = await run();
      await call('PauseReimport', made, operator);
      return made;
    },
    CancelReimport: run,
    RetryFailedReimportItems: run,
    CreateSession: () => Promise.resolve({}),
    EndSession: () => Promise.resolve({}),
    CreateSignInLink: () => Promise.resolve({}),
  };
}
