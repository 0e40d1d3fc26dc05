// Plain JavaScript: `npm start` calls it before anything is known about the Node that runs it.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const built = join(root, 'src/ui/dist/index.html');
const sources = ['src/ui', 'src/core/kernel', 'src/core/domain', 'src/core/contracts', 'package-lock.json'];

/** When anything at this path changed last. */
function newest(path) {
  const found = statSync(path);
  if (!found.isDirectory()) return found.mtimeMs;
  const names = readdirSync(path).filter((name) => name !== 'dist' && name !== 'node_modules');
  return Math.max(found.mtimeMs, ...names.map((name) => newest(join(path, name))));
}

function isCurrent() {
  return existsSync(built) && sources.every((path) => newest(join(root, path)) <= statSync(built).mtimeMs);
}

function build() {
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  if (!existsSync(vite)) {
    console.error('The packages are not installed yet. Run `npm ci` first, or `make run`, which does it for you.');
    return 1;
  }
  const done = spawnSync(process.execPath, [vite, 'build', 'src/ui', '--logLevel', 'warn'], {
    cwd: root,
    stdio: 'inherit',
  });
  return done.status ?? 1;
}

process.exitCode = process.argv.includes('--if-needed') && isCurrent() ? 0 : build();
