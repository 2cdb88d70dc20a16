import { BodyList } from './body-list.tsx';
import type { ResponseDraft } from './draft.ts';
import { AddButton, RemoveButton } from './item-buttons.tsx';
import { NotedText } from './noted.tsx';
import { removeAt, replaceAt } from './replace-at.ts';

interface ResponseListProps {
  readonly responses: readonly ResponseDraft[];
  readonly onChange: (responses: readonly ResponseDraft[]) => void;
}

/** The responses by status, with their bodies. */
export function ResponseList({ responses, onChange }: ResponseListProps) {
  return (
    <>
      <ol className="divide-y divide-line">
        {responses.map((response, index) => (
          <li key={response.id ?? index} className="flex items-start gap-1 py-3">
            <div className="grid min-w-0 flex-1 gap-3 sm:grid-cols-[7rem_minmax(0,1fr)]">
              <NotedText
                label="Status"
                path={`responses/${index}/status`}
                isCode
                {...(response.status === undefined ? { hint: 'Empty: default' } : {})}
                value={String(response.status ?? '')}
                onChange={(text) => onChange(replaceAt(responses, index, { ...response, status: readStatus(text) }))}
              />
              <BodyList
                path={`responses/${index}/definitions`}
                bodies={response.definitions}
                onChange={(definitions) => onChange(replaceAt(responses, index, { ...response, definitions }))}
              />
            </div>
            <RemoveButton
              label={`Remove the response ${response.status ?? 'default'}`}
              onClick={() => onChange(removeAt(responses, index))}
            />
          </li>
        ))}
      </ol>
      <AddButton onClick={() => onChange([...responses, { status: 200, definitions: [] }])}>Add a response</AddButton>
    </>
  );
}

function readStatus(text: string): number | undefined {
  const digits = text.replaceAll(/\D/g, '').slice(0, 3);
  return digits === '' ? undefined : Number(digits);
}
