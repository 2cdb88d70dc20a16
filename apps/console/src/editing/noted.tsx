import type { ReactNode } from 'react';
import { Severity } from '../parts/severity.tsx';
import { idOfField, useNotes } from './notes.tsx';

/** The attributes that tie a control to its label and its notes. */
interface ControlProps {
  readonly id: string;
  readonly 'aria-invalid': boolean | undefined;
  readonly 'aria-describedby': string | undefined;
}

interface NotedProps {
  readonly label: string;
  /** The field, as `parameters/0/name`. */
  readonly path: string;
  /** Whether notes about parts of the value belong here. */
  readonly isWhole?: boolean;
  readonly hint?: string;
  readonly className?: string;
  readonly children: (props: ControlProps) => ReactNode;
}

/** A control with its label above and its notes below. */
export function Noted({ label, path, isWhole = false, hint, className = '', children }: NotedProps) {
  const notes = useNotes(path, isWhole);
  const id = idOfField(path);
  const described = notes.length > 0 ? `${id}-notes` : undefined;
  return (
    <div className={`flex min-w-0 flex-col gap-1 ${className}`}>
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      {children({
        id,
        'aria-invalid': notes.some(({ severity }) => severity === 'error') ? true : undefined,
        'aria-describedby':
          [hint === undefined ? undefined : `${id}-hint`, described].filter(Boolean).join(' ') || undefined,
      })}
      {hint !== undefined && (
        <p id={`${id}-hint`} className="text-sm text-quiet">
          {hint}
        </p>
      )}
      {notes.length > 0 && (
        <ul id={`${id}-notes`} className="flex flex-col gap-1 text-sm">
          {notes.map(({ path: place, message, severity }) => (
            <li key={`${place} ${message}`} className="flex flex-wrap items-baseline gap-x-2">
              <Severity severity={severity} />
              <span className="wrap-anywhere">
                {place !== path && <code className="font-mono">{place.slice(path.length)} </code>}
                {message}
              </span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

interface TextProps {
  readonly label: string;
  readonly path: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly isCode?: boolean;
  readonly hint?: string;
  readonly className?: string;
  /** Id of a list of suggestions. */
  readonly list?: string;
  /** Of a text of several lines. */
  readonly rows?: number;
  readonly type?: 'password';
  readonly isWhole?: boolean;
}

/** A text, on one line or on several. */
export function NotedText({
  label,
  path,
  value,
  onChange,
  isCode,
  hint,
  className,
  list,
  rows,
  type,
  isWhole,
}: TextProps) {
  const look = `field aria-invalid:border-bad ${isCode === true ? 'font-mono text-sm' : ''}`;
  return (
    <Noted
      label={label}
      path={path}
      isWhole={isWhole ?? false}
      {...(hint === undefined ? {} : { hint })}
      {...(className === undefined ? {} : { className })}
    >
      {(props) =>
        rows === undefined ? (
          <input
            {...props}
            className={look}
            value={value}
            list={list}
            type={type}
            autoComplete={type === 'password' ? 'new-password' : undefined}
            spellCheck={isCode !== true}
            onChange={(event) => onChange(event.target.value)}
          />
        ) : (
          <textarea
            {...props}
            className={look}
            value={value}
            rows={rows}
            spellCheck={isCode !== true}
            onChange={(event) => onChange(event.target.value)}
          />
        )
      }
    </Noted>
  );
}

interface ChoiceProps<Choice extends string> {
  readonly label: string;
  readonly path: string;
  readonly value: Choice;
  readonly choices: readonly Choice[];
  /** The words of a value; the value itself if absent. */
  readonly wordOf?: (choice: Choice) => string;
  readonly onChange: (value: Choice) => void;
}

/** One of a few values. */
export function NotedChoice<Choice extends string>(props: ChoiceProps<Choice>) {
  const { label, path, value, choices, wordOf = String, onChange } = props;
  return (
    <Noted label={label} path={path}>
      {(control) => (
        <select
          {...control}
          className="field aria-invalid:border-bad"
          value={value}
          onChange={(event) => {
            const chosen = choices.find((each) => each === event.target.value);
            if (chosen !== undefined) onChange(chosen);
          }}
        >
          {choices.map((each) => (
            <option key={each} value={each}>
              {wordOf(each)}
            </option>
          ))}
        </select>
      )}
    </Noted>
  );
}

/** Yes or no. */
export function NotedCheck({
  label,
  path,
  value,
  onChange,
}: {
  readonly label: string;
  readonly path: string;
  readonly value: boolean;
  readonly onChange: (value: boolean) => void;
}) {
  return (
    <Noted label={label} path={path}>
      {(props) => (
        <input
          {...props}
          type="checkbox"
          className="my-2.5 size-4 accent-accent"
          checked={value}
          onChange={(event) => onChange(event.target.checked)}
        />
      )}
    </Noted>
  );
}
