import type { ImportContext } from '../context/import-context.ts';
import { readText } from '../context/read-text.ts';
import { member, objectMember, textMember } from '../json/members.ts';
import type { ConnectorFacts } from '../model/connector-model.ts';
import { at, rootPlace } from '../place/place.ts';
import { checkAddresses } from './check-addresses.ts';
import { checkTags } from './check-tags.ts';
import { mapSecuritySchemes } from './security-schemes.ts';
import { mapServers } from './servers.ts';

/** The name of an API without a title. */
const untitled = 'Untitled API';

const infoPlace = at(rootPlace, 'info');

/** Maps the facts about the API as a whole. */
export function mapConnectorFacts(context: ImportContext): ConnectorFacts {
  checkAddresses(context);
  checkTags(context);
  context.security.check(member(context.root, 'security'), at(rootPlace, 'security'));
  const info = objectMember(context.root, 'info') ?? {};
  const version = readText(info, 'version', infoPlace, context);
  const documentationURL =
    textMember(objectMember(context.root, 'externalDocs') ?? {}, 'url') ??
    textMember(objectMember(info, 'contact') ?? {}, 'url');
  const imageURL = textMember(objectMember(info, 'x-logo') ?? {}, 'url');
  return {
    name: readText(info, 'title', infoPlace, context)?.trim() ?? untitled,
    ...(version === undefined ? {} : { version: version.trim() }),
    ...mapServers(context),
    ...(documentationURL === undefined ? {} : { documentationURL }),
    ...(imageURL === undefined ? {} : { imageURL }),
    authSchemes: mapSecuritySchemes(context),
  };
}
