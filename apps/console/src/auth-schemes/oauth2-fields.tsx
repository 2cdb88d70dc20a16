import type { AuthScheme } from '../client/scheme-queries.ts';
import { AddButton, RemoveButton } from '../editing/item-buttons.tsx';
import { NotedCheck, NotedChoice, NotedText } from '../editing/noted.tsx';
import { orAbsent, Part } from '../editing/operation-form.tsx';
import { removeAt, replaceAt } from '../editing/replace-at.ts';
import { grantWords } from './scheme-types.ts';

type OAuth2 = Extract<AuthScheme, { schemeType: 'oauth2' }>;

interface FieldsProps {
  readonly draft: OAuth2;
  readonly onChange: (draft: OAuth2) => void;
}

/** Addresses, grant and scopes of OAuth 2. */
export function OAuth2Fields({ draft, onChange }: FieldsProps) {
  return (
    <>
      <Part title="Addresses">
        <Addresses draft={draft} onChange={onChange} />
      </Part>
      <Part title="Grant">
        <Grant draft={draft} onChange={onChange} />
      </Part>
      <Part title="Scopes">
        <Scopes draft={draft} onChange={onChange} />
      </Part>
    </>
  );
}

const addresses = [
  { field: 'authorizeUrl', label: 'Authorisation URL' },
  { field: 'tokenUrl', label: 'Token URL' },
] as const;

const queries = [
  { field: 'additionalAuthorizeParams', label: 'Further parameters of the authorisation' },
  { field: 'additionalTokenParams', label: 'Further parameters of token requests' },
] as const;

function Addresses({ draft, onChange }: FieldsProps) {
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      {addresses.map(({ field, label }) => (
        <NotedText
          key={field}
          label={label}
          path={field}
          isCode
          value={draft[field]}
          onChange={(text) => onChange({ ...draft, [field]: text })}
        />
      ))}
      {queries.map(({ field, label }) => (
        <NotedText
          key={field}
          label={label}
          path={field}
          isCode
          value={draft[field] ?? ''}
          onChange={(text) => onChange({ ...draft, [field]: orAbsent(text) })}
        />
      ))}
      <NotedCheck
        label="The client authenticates with a certificate"
        path="mtlsEnabled"
        value={draft.mtlsEnabled === true}
        onChange={(mtlsEnabled) => onChange({ ...draft, mtlsEnabled })}
      />
    </div>
  );
}

function Grant({ draft, onChange }: FieldsProps) {
  const { grant } = draft;
  return (
    <div className="grid items-start gap-4 sm:grid-cols-3">
      <NotedChoice
        label="Kind"
        path="grant/grantType"
        value={grant.grantType}
        choices={['authorization_code', 'client_credentials', 'password']}
        wordOf={(type) => grantWords[type]}
        onChange={(grantType) => onChange({ ...draft, grant: { ...grant, grantType } })}
      />
      {grant.grantType !== 'client_credentials' && (
        <>
          <NotedText
            label="Client id"
            path="grant/clientId"
            isCode
            value={grant.clientId ?? ''}
            onChange={(text) => onChange({ ...draft, grant: { ...grant, clientId: orAbsent(text) } })}
          />
          <NotedText
            label="Client secret"
            path="grant/clientSecret"
            type="password"
            hint={
              grant.hasClientSecret === true
                ? 'One is stored. Empty keeps it; it is never shown.'
                : 'Stored encrypted, and never shown.'
            }
            value={grant.clientSecret ?? ''}
            onChange={(text) => onChange({ ...draft, grant: { ...grant, clientSecret: orAbsent(text) } })}
          />
        </>
      )}
    </div>
  );
}

function Scopes({ draft, onChange }: FieldsProps) {
  const { scopes, defaultScopes } = draft;
  return (
    <>
      <ol className="divide-y divide-line">
        {scopes.map((scope, index) => (
          <li key={index} className="flex items-end gap-1 py-3">
            <ScopeFields draft={draft} index={index} scope={scope} onChange={onChange} />
            <RemoveButton
              label={`Remove the scope ${scope.name}`}
              onClick={() =>
                onChange({
                  ...draft,
                  scopes: removeAt(scopes, index),
                  defaultScopes: defaultScopes.filter((name) => name !== scope.name),
                })
              }
            />
          </li>
        ))}
      </ol>
      <AddButton onClick={() => onChange({ ...draft, scopes: [...scopes, { name: '' }] })}>Add a scope</AddButton>
    </>
  );
}

interface ScopeFieldsProps extends FieldsProps {
  readonly index: number;
  readonly scope: OAuth2['scopes'][number];
}

function ScopeFields({ draft, index, scope, onChange }: ScopeFieldsProps) {
  const { scopes, defaultScopes } = draft;
  const replaced = (changed: OAuth2['scopes'][number]): OAuth2['scopes'] => replaceAt(scopes, index, changed);
  return (
    <div className="grid min-w-0 flex-1 grid-cols-[minmax(0,1fr)_5rem] items-start gap-3 sm:grid-cols-[minmax(0,1fr)_minmax(0,2fr)_5rem]">
      <NotedText
        label="Name"
        path={`scopes/${index}/name`}
        isCode
        value={scope.name}
        onChange={(name) =>
          onChange({
            ...draft,
            scopes: replaced({ ...scope, name }),
            defaultScopes: defaultScopes.map((each) => (each === scope.name ? name : each)),
          })
        }
      />
      <NotedText
        label="Description"
        path={`scopes/${index}/description`}
        className="max-sm:order-1 max-sm:col-span-2"
        value={scope.description ?? ''}
        onChange={(text) => onChange({ ...draft, scopes: replaced({ ...scope, description: orAbsent(text) }) })}
      />
      <NotedCheck
        label="Default"
        path={`scopes/${index}/default`}
        value={defaultScopes.includes(scope.name)}
        onChange={(isDefault) =>
          onChange({
            ...draft,
            defaultScopes: scopes
              .map(({ name }) => name)
              .filter((name) => (name === scope.name ? isDefault : defaultScopes.includes(name))),
          })
        }
      />
    </div>
  );
}
