import type { ParameterDraft } from './draft.ts';
import { AddButton, RemoveButton } from './item-buttons.tsx';
import { NotedCheck, NotedChoice, NotedText } from './noted.tsx';
import { removeAt, replaceAt } from './replace-at.ts';

const types = ['string', 'number', 'integer', 'boolean'] as const;

interface ParameterListProps {
  readonly parameters: readonly ParameterDraft[];
  /** Where parameters may be sent. */
  readonly places: readonly ParameterDraft['in'][];
  readonly onChange: (parameters: readonly ParameterDraft[]) => void;
}

/** The parameters, each with its fields in a row. */
export function ParameterList({ parameters, places, onChange }: ParameterListProps) {
  return (
    <>
      <ol className="divide-y divide-line">
        {parameters.map((parameter, index) => (
          <li key={index} className="flex items-end gap-1 py-3">
            <ParameterFields
              path={`parameters/${index}`}
              parameter={parameter}
              places={places}
              onChange={(changed) => onChange(replaceAt(parameters, index, changed))}
            />
            <RemoveButton
              label={`Remove the parameter ${parameter.name}`}
              onClick={() => onChange(removeAt(parameters, index))}
            />
          </li>
        ))}
      </ol>
      <AddButton onClick={() => onChange([...parameters, { name: '', in: 'query', required: false, type: 'string' }])}>
        Add a parameter
      </AddButton>
    </>
  );
}

interface ParameterFieldsProps {
  readonly path: string;
  readonly parameter: ParameterDraft;
  readonly places: readonly ParameterDraft['in'][];
  readonly onChange: (parameter: ParameterDraft) => void;
}

function ParameterFields({ path, parameter, places, onChange }: ParameterFieldsProps) {
  const { default: present, ...rest } = parameter;
  return (
    <div className="grid min-w-0 flex-1 grid-cols-2 items-start gap-3 sm:grid-cols-[minmax(0,2fr)_6.5rem_7rem_4.5rem_minmax(0,1fr)]">
      <NotedText
        label="Name"
        path={`${path}/name`}
        isCode
        value={parameter.name}
        onChange={(name) => onChange({ ...parameter, name })}
      />
      <NotedChoice
        label="In"
        path={`${path}/in`}
        value={parameter.in}
        choices={places}
        onChange={(place) => onChange({ ...parameter, in: place })}
      />
      <NotedChoice
        label="Type"
        path={`${path}/type`}
        value={parameter.type}
        choices={types}
        onChange={(type) => onChange({ ...parameter, type })}
      />
      <NotedCheck
        label="Required"
        path={`${path}/required`}
        value={parameter.required}
        onChange={(required) => onChange({ ...parameter, required })}
      />
      <NotedText
        label="Default"
        path={`${path}/default`}
        isCode
        value={textOfDefault(present)}
        onChange={(text) => onChange(text === '' ? rest : { ...rest, default: readDefault(text, parameter.type) })}
      />
    </div>
  );
}

function textOfDefault(value: unknown): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** A text of another type than the parameter's stays a text: the service reports the error. */
function readDefault(text: string, type: ParameterDraft['type']): unknown {
  if (type === 'string') return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
