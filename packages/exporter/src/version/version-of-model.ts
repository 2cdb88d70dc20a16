import type { ConnectorModel } from '@connectory/importer';
import type { Json, JsonObject } from '@connectory/json';
import type { ExportedVersion } from './exported-version.ts';

type Operation = ConnectorModel['triggers'][number];

/** The version of a model, as its rows would hold it. */
export function versionOfModel(model: ConnectorModel): ExportedVersion {
  const { connector, extras, actions, triggers, definitions } = model;
  const nested = (indexes: readonly number[]): Json =>
    indexes.map((index) => ({
      definition: { name: definitions[index]?.name ?? '', accept: definitions[index]?.accept ?? [] },
    }));
  const bodyOf = ({ requestBody, responses, references: _references, ...operation }: Operation): JsonObject => ({
    ...parse(JSON.stringify(operation)),
    ...(requestBody === undefined
      ? {}
      : { requestBody: { ...requestBody, definitions: nested(requestBody.definitions) } }),
    responses: responses.map((response) => ({ ...response, definitions: nested(response.definitions) })),
  });
  return {
    fallback: { title: connector.name, version: connector.version ?? '1.0.0', baseUrl: connector.baseUrl },
    extras: parse(extras),
    actions: actions.map(({ template, ...action }) => ({ template, body: bodyOf(action) })),
    triggers: triggers.map((trigger) => ({ body: bodyOf(trigger) })),
    definitions,
    definitionNames: new Set(definitions.map(({ name }) => name)),
  };
}

function parse(text: string): JsonObject {
  return JSON.parse(text);
}
