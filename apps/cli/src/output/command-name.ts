import path from 'node:path';

/** The scripts of package.json that run this program. */
const scripts = new Set(['connectory', 'import', 'start']);

export type Environment = Readonly<Record<string, string | undefined>>;

/** Whether `npm run` of a clone started this program. */
export function isRunByScript(env: Environment = process.env): boolean {
  return env['npm_package_name'] === 'connectory' && scripts.has(env['npm_lifecycle_event'] ?? '');
}

/** How the user can run this program again, for texts that name a next command. */
export function commandName(env: Environment = process.env, program = process.argv[1] ?? ''): string {
  if (isRunByScript(env)) return 'npm run connectory --';
  const manager = env['npm_config_user_agent'] ?? '';
  if (manager.startsWith('yarn/')) return 'yarn connectory';
  if (manager.startsWith('pnpm/')) return 'pnpm exec connectory';
  if (program.includes(`${path.sep}node_modules${path.sep}.bin${path.sep}`) || env['npm_command'] === 'exec')
    return 'npx connectory';
  const folders = (env['PATH'] ?? '').split(path.delimiter);
  if (path.basename(program) === 'connectory' && folders.includes(path.dirname(program))) return 'connectory';
  return `node ${path.relative(process.cwd(), program) || program}`;
}

/** How the user can start the service. */
export function startCommand(): string {
  return isRunByScript() ? 'npm start' : `${commandName()} start`;
}

/** The absolute path of a file that the user named. `npm run` changes the folder, and says which one it was. */
export function userPath(file: string, env: Environment = process.env): string {
  return path.resolve((isRunByScript(env) ? env['INIT_CWD'] : undefined) ?? '.', file);
}
