interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly placeholder?: string;
  /** One sentence below the field. */
  readonly hint?: string;
  readonly type?: 'text' | 'number' | 'search';
  readonly onChange: (value: string) => void;
}

/** A text field with its label. */
export function Field({ label, value, placeholder, hint, type = 'text', onChange }: FieldProps) {
  return (
    <label className="flex flex-col gap-1.5">
      <span className="font-medium">{label}</span>
      <input
        className="field"
        type={type}
        value={value}
        placeholder={placeholder}
        onChange={(event) => onChange(event.target.value)}
      />
      {hint !== undefined && <span className="text-sm text-quiet">{hint}</span>}
    </label>
  );
}

interface SelectFieldProps<Choice extends string> {
  readonly label: string;
  readonly value: Choice;
  /** The words of each choice. */
  readonly options: { readonly [Each in Choice]: string };
  readonly onChange: (value: Choice) => void;
}

/** A choice with its label. */
export function SelectField<Choice extends string>({ label, value, options, onChange }: SelectFieldProps<Choice>) {
  const choices = Object.entries<string>(options);
  return (
    <label className="flex flex-col gap-1.5">
      <span className="font-medium">{label}</span>
      <select
        className="field"
        value={value}
        onChange={(event) => {
          const chosen = choices.find(([each]) => each === event.target.value)?.[0];
          if (chosen !== undefined) onChange(chosen as Choice);
        }}
      >
        {choices.map(([each, words]) => (
          <option key={each} value={each}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
}
