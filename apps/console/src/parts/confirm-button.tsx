import { type ComponentProps, useState } from 'react';
import { Button } from './button.tsx';

interface ConfirmButtonProps extends Omit<ComponentProps<typeof Button>, 'onClick' | 'children'> {
  /** The action, as `Revoke`. */
  readonly word: string;
  /** Its object, for screen readers. */
  readonly subject: string;
  readonly onConfirm: () => void;
}

/** Acts at the second click. It asks again once the focus has left it. */
export function ConfirmButton({ word, subject, onConfirm, className = '', ...rest }: ConfirmButtonProps) {
  const [isAsked, ask] = useState(false);
  return (
    <Button
      {...rest}
      aria-label={`${isAsked ? `Confirm: ${word.toLowerCase()}` : word} ${subject}`}
      className={`${className} ${isAsked ? 'text-bad' : ''}`}
      onBlur={() => ask(false)}
      onClick={() => {
        ask(!isAsked);
        if (isAsked) onConfirm();
      }}
    >
      {isAsked ? `Sure? ${word}` : word}
    </Button>
  );
}
