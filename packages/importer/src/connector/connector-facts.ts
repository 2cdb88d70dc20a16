import type { ImportContext } from '../context/import-context.ts';
import { objectMember, textMember } from '../json/members.ts';
import type { ConnectorFacts } from '../model/connector-model.ts';
import { checkAddresses } from './check-addresses.ts';
import { mapSecuritySchemes } from './security-schemes.ts';
import { mapServers } from './servers.ts';

/** The name of an API without a title. */
const untitled = 'Untitled API';

/** Maps the facts about the API as a whole. */
export function mapConnectorFacts(context: ImportContext): ConnectorFacts {
  checkAddresses(context);
  const info = objectMember(context.root, 'info') ?? {};
  const version = textMember(info, 'version');
  const documentationURL =
    textMember(objectMember(context.root, 'externalDocs') ?? {}, 'url') ??
    textMember(objectMember(info, 'contact') ?? {}, 'url');
  const imageURL = textMember(objectMember(info, 'x-logo') ?? {}, 'url');
  return {
    name: textMember(info, 'title')?.trim() ?? untitled,
    ...(version === undefined ? {} : { version: version.trim() }),
    ...mapServers(context),
    ...(documentationURL === undefined ? {} : { documentationURL }),
    ...(imageURL === undefined ? {} : { imageURL }),
    authSchemes: mapSecuritySchemes(context),
  };
}
