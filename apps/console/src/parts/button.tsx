import type { ComponentProps } from 'react';

const looks = {
  primary: 'bg-accent text-on-accent border-transparent hover:opacity-90',
  plain: 'bg-surface text-ink border-edge hover:bg-sunken',
} as const;

interface ButtonProps extends ComponentProps<'button'> {
  readonly look?: keyof typeof looks;
}

export function buttonClass(look: keyof typeof looks = 'plain'): string {
  return `inline-flex min-h-9 items-center justify-center gap-2 rounded-md border px-3 text-base font-medium whitespace-nowrap transition-colors disabled:cursor-not-allowed disabled:opacity-60 ${looks[look]}`;
}

export function Button({ look = 'plain', className = '', type = 'button', ...rest }: ButtonProps) {
  return <button type={type} className={`${buttonClass(look)} ${className}`} {...rest} />;
}
