import path from 'node:path';
import { expect, test } from 'vitest';
import { commandName, userPath } from '../src/output/command-name.ts';

const script = { npm_package_name: 'connectory', npm_lifecycle_event: 'import', INIT_CWD: '/projects/shop' };

test.each([
  [script, '/repo/apps/cli/bin/connectory.js', 'npm run connectory --'],
  [{ npm_command: 'exec' }, '/repo/apps/cli/bin/connectory.js', 'npx connectory'],
  [
    { npm_config_user_agent: 'yarn/4.18.1 npm/? node/v20.20.2' },
    '/app/.yarn/unplugged/c/bin/connectory.js',
    'yarn connectory',
  ],
  [{ npm_config_user_agent: 'pnpm/10.34.8 npm/?' }, '/app/node_modules/.bin/connectory', 'pnpm exec connectory'],
  [{}, '/repo/node_modules/.bin/connectory', 'npx connectory'],
  [{ PATH: '/usr/bin:/usr/local/bin' }, '/usr/local/bin/connectory', 'connectory'],
  [{ PATH: '/usr/bin' }, path.resolve('apps/cli/dist/main.js'), 'node apps/cli/dist/main.js'],
])('next commands are written as the user can run them: %j', (env, program, expected) => {
  expect(commandName(env, program)).toBe(expected);
});

test('files are found from the folder of the user, which npm changes', () => {
  expect(userPath('a.json', script)).toBe('/projects/shop/a.json');
  expect(userPath('/b.json', script)).toBe('/b.json');
  expect(userPath('a.json', { ...script, npm_lifecycle_event: 'test' })).toBe(path.resolve('a.json'));
});
