import type { SettingSection } from '@connectory/runtime';

/**
 * Replaces the tables of `docs/settings.md` with those of the sections. The text between the tables is written by hand.
 * @throws Error if a section has no heading and table in the page.
 */
export function renderSettingsPage(page: string, sections: readonly SettingSection[]): string {
  return sections.reduce((text, section) => {
    const start = text.indexOf(`\n## ${section.title}\n`);
    const end = text.indexOf('\n## ', start + 1);
    const part = text.slice(start, end < 0 ? undefined : end);
    const table = /^\|.*\n(\|.*\n)*/m.exec(part)?.[0];
    if (start < 0 || table === undefined) throw new Error(`docs/settings.md has no table under "## ${section.title}"`);
    return text.slice(0, start) + part.replace(table, () => renderTable(section)) + (end < 0 ? '' : text.slice(end));
  }, page);
}

function renderTable({ settings }: SettingSection): string {
  const rows = Object.entries(settings).map(([name, { shownDefault, unit, description, schema }]) => {
    const isReal = schema.safeParse(undefined).data !== undefined;
    const shown = isReal ? `\`${shownDefault}\`` : shownDefault;
    return `| \`${name}\` | ${shown === '' ? 'none' : shown} | ${unit} | ${description} |\n`;
  });
  return ['| variable | default | unit | meaning |\n', '| --- | --- | --- | --- |\n', ...rows].join('');
}
