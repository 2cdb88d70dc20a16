import type { AuthScheme } from '../client/scheme-queries.ts';
import { NotedCheck, NotedChoice, NotedText } from '../editing/noted.tsx';
import { Part } from '../editing/operation-form.tsx';
import { OAuth2Fields } from './oauth2-fields.tsx';
import { ofType, schemeTypes, schemeWords } from './scheme-types.ts';

interface SchemeFormProps {
  readonly draft: AuthScheme;
  readonly onChange: (draft: AuthScheme) => void;
}

/** The fields of an auth scheme. Another kind has other fields. */
export function SchemeForm({ draft, onChange }: SchemeFormProps) {
  return (
    <>
      <Part title="Kind and texts">
        <div className="flex flex-col gap-4">
          <div className="grid gap-4 sm:grid-cols-2">
            <NotedChoice
              label="Kind"
              path="schemeType"
              value={draft.schemeType}
              choices={schemeTypes}
              wordOf={(type) => schemeWords[type]}
              onChange={(type) => onChange(ofType(draft, type))}
            />
            <NotedText
              label="Name in documents"
              path="key"
              isCode
              hint="Under components.securitySchemes. Empty if no document declares the scheme."
              value={draft.key ?? ''}
              onChange={(key) => onChange(withKey(draft, key))}
            />
          </div>
          <NotedText
            label="Description"
            path="description"
            rows={3}
            value={draft.description}
            onChange={(description) => onChange({ ...draft, description })}
          />
        </div>
      </Part>
      {(draft.schemeType === 'api-key' || draft.schemeType === 'hmac') && (
        <Part title="Where it is sent">
          <PlaceFields draft={draft} onChange={onChange} />
        </Part>
      )}
      {draft.schemeType === 'oauth2' && <OAuth2Fields draft={draft} onChange={onChange} />}
    </>
  );
}

function withKey({ key: before, ...rest }: AuthScheme, key: string): AuthScheme {
  void before;
  return key === '' ? rest : { ...rest, key };
}

interface PlaceFieldsProps {
  readonly draft: Extract<AuthScheme, { schemeType: 'api-key' | 'hmac' }>;
  readonly onChange: (draft: AuthScheme) => void;
}

const places = ['header', 'query', 'cookie'] as const;
const signable = ['body', 'url'] as const;

function PlaceFields({ draft, onChange }: PlaceFieldsProps) {
  return (
    <div className="grid items-start gap-4 sm:grid-cols-[minmax(0,1fr)_8rem_8rem_auto_auto]">
      <NotedText label="Name" path="name" isCode value={draft.name} onChange={(name) => onChange({ ...draft, name })} />
      <NotedChoice
        label="In"
        path="in"
        value={draft.in}
        choices={places}
        onChange={(place) => onChange({ ...draft, in: place })}
      />
      {draft.schemeType === 'hmac' && (
        <>
          <NotedChoice
            label="Hash"
            path="algorithm"
            value={draft.algorithm}
            choices={['sha256', 'sha512', 'sha1']}
            onChange={(algorithm) => onChange({ ...draft, algorithm })}
          />
          {signable.map((part) => (
            <NotedCheck
              key={part}
              label={`Sign the ${part === 'url' ? 'URL' : part}`}
              path={`digestInputs/${part}`}
              value={draft.digestInputs.includes(part)}
              onChange={(isSigned) =>
                onChange({
                  ...draft,
                  digestInputs: signable.filter((each) =>
                    each === part ? isSigned : draft.digestInputs.includes(each),
                  ),
                })
              }
            />
          ))}
        </>
      )}
    </div>
  );
}
