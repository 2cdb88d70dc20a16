import { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { recoverNpmOptions } from '../src/arguments/npm-options.ts';

const script = { npm_package_name: 'connectory', npm_lifecycle_event: 'import' };

function program(): Command {
  const root = new Command('connectory');
  root.command('import <file>').option('--dry-run').option('--connector <id>').option('--json');
  root.command('keys').command('list').option('--unused-days <days>');
  return root;
}

describe('options that npm took', () => {
  test.each(['npm_config_dry_run', 'npm_config_connector'])('refuses a command without them: %s', (name) => {
    expect(() => recoverNpmOptions(program(), ['import', 'a.json'], { ...script, [name]: 'true' })).toThrow(
      /npm run import -- …/,
    );
  });

  test('finds those of nested commands', () => {
    const env = { ...script, npm_config_unused_days: '3' };
    expect(() => recoverNpmOptions(program(), ['keys', 'list'], env)).toThrow('--unused-days');
  });

  test('passes on --json, which has the same meaning for npm', () => {
    const env = { ...script, npm_config_json: 'true' };
    expect(recoverNpmOptions(program(), ['import', 'a.json'], env)).toEqual(['import', 'a.json', '--json']);
    expect(recoverNpmOptions(program(), ['import', 'a.json', '--json'], env)).toEqual(['import', 'a.json', '--json']);
  });

  test('accepts options that were passed on too, and settings of npm for other programs', () => {
    const env = { ...script, npm_config_dry_run: 'true' };
    expect(recoverNpmOptions(program(), ['import', 'a.json', '--dry-run'], env)).toHaveLength(3);
    expect(recoverNpmOptions(program(), ['import', 'a.json'], { npm_config_dry_run: 'true' })).toHaveLength(2);
    expect(recoverNpmOptions(program(), ['import', 'a.json'], { ...script, npm_config_fund: 'true' })).toHaveLength(2);
  });
});
