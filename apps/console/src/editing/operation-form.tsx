import type { ReactNode } from 'react';
import { Button } from '../parts/button.tsx';
import { BodyList } from './body-list.tsx';
import type { OperationDraft } from './draft.ts';
import { NotedCheck, NotedChoice, NotedText } from './noted.tsx';
import { ParameterList } from './parameter-list.tsx';
import { ResponseList } from './response-list.tsx';

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'CONNECT', 'TRACE'] as const;

export interface FormProps<Draft> {
  readonly draft: Draft;
  readonly onChange: (draft: Draft) => void;
}

/** The fields of an action or trigger. */
export function OperationForm({ draft, onChange }: FormProps<OperationDraft>) {
  const change = (part: Partial<OperationDraft>): void => onChange({ ...draft, ...part });
  return (
    <>
      <Part title="Texts and address">
        <OperationTexts draft={draft} onChange={onChange} />
      </Part>
      <Part title="Parameters">
        <ParameterList
          parameters={draft.parameters}
          places={draft.path === undefined ? ['query', 'header', 'cookie'] : ['path', 'query', 'header', 'cookie']}
          onChange={(parameters) => change({ parameters })}
        />
      </Part>
      <Part title="Request body">
        <RequestBody draft={draft} onChange={onChange} />
      </Part>
      <Part title="Responses">
        <ResponseList responses={draft.responses} onChange={(responses) => change({ responses })} />
      </Part>
    </>
  );
}

/** A group of fields. */
export function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section aria-label={title} className="card p-4 sm:p-5">
      <h2 className="mb-3 font-semibold">{title}</h2>
      {children}
    </section>
  );
}

function OperationTexts({ draft, onChange }: FormProps<OperationDraft>) {
  const { name, summary = '', description = '', method, path } = draft;
  const change = (part: Partial<OperationDraft>): void => onChange({ ...draft, ...part });
  return (
    <div className="flex flex-col gap-4">
      <div className="grid gap-4 sm:grid-cols-2">
        <NotedText label="Name" path="name" isCode value={name} onChange={(next) => change({ name: next })} />
        <NotedText
          label="Summary"
          path="summary"
          value={summary}
          onChange={(next) => change({ summary: orAbsent(next) })}
        />
      </div>
      <div className="grid gap-4 sm:grid-cols-[8rem_minmax(0,1fr)]">
        <NotedChoice
          label="Method"
          path="method"
          value={method}
          choices={methods}
          onChange={(next) => change({ method: next })}
        />
        {path !== undefined && (
          <NotedText
            label="Path"
            path="path"
            isCode
            hint="{{ param.id }} stands for the parameter id in the path."
            value={path}
            onChange={(next) => change({ path: next })}
          />
        )}
      </div>
      <NotedText
        label="Description"
        path="description"
        rows={4}
        value={description}
        onChange={(next) => change({ description: orAbsent(next) })}
      />
    </div>
  );
}

export function orAbsent(text: string): string | undefined {
  return text === '' ? undefined : text;
}

function RequestBody({ draft, onChange }: FormProps<OperationDraft>) {
  const { requestBody, ...rest } = draft;
  if (requestBody === undefined)
    return (
      <Button onClick={() => onChange({ ...rest, requestBody: { required: true, definitions: [] } })}>
        Add a request body
      </Button>
    );
  return (
    <>
      <NotedCheck
        label="Required"
        path="requestBody/required"
        value={requestBody.required}
        onChange={(required) => onChange({ ...rest, requestBody: { ...requestBody, required } })}
      />
      <BodyList
        path="requestBody/definitions"
        bodies={requestBody.definitions}
        onChange={(definitions) => onChange({ ...rest, requestBody: { ...requestBody, definitions } })}
      />
      <Button className="mt-3" onClick={() => onChange(rest)}>
        Remove the request body
      </Button>
    </>
  );
}
