import { Monitor, Moon, Sun } from 'lucide-react';
import { useState } from 'react';
import { applyTheme, readTheme, type Theme, themes } from './theme.ts';

const icons = { system: Monitor, light: Sun, dark: Moon } as const;

/** Changes between the theme of the system, light and dark. */
export function ThemeButton() {
  const [theme, setTheme] = useState<Theme>(readTheme);
  const Icon = icons[theme];
  const change = (): void => {
    const next = themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'system';
    applyTheme(next);
    setTheme(next);
  };
  return (
    <button
      type="button"
      onClick={change}
      aria-label={`Theme: ${theme}`}
      title={`Theme: ${theme}`}
      className="inline-flex size-9 items-center justify-center rounded-md text-quiet hover:bg-sunken hover:text-ink"
    >
      <Icon size={18} aria-hidden />
    </button>
  );
}
