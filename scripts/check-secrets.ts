import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { runCommand } from './run-command.ts';
import { secretPatterns, secretsIn } from './secrets.ts';

const { values } = parseArgs({ options: { staged: { type: 'boolean', default: false } } });

function git(...args: readonly string[]): string {
  const { ok, output } = runCommand('git', args);
  if (!ok) throw new Error(`git ${args.join(' ')}: ${output}`);
  return output;
}

/** What is about to be committed, or everything that is tracked. */
function files(): { paths: string[]; read: (path: string) => string } {
  const names = values.staged
    ? git('diff', '--cached', '--name-only', '--diff-filter=ACMR', '-z')
    : git('ls-files', '-z');
  const paths = names.split('\0').filter((path) => path !== '');
  return { paths, read: (path) => (values.staged ? git('show', `:${path}`) : readFileSync(path, 'utf8')) };
}

const { paths, read } = files();
const found = paths.flatMap((path) => secretsIn(read(path)).map(({ name, line }) => `${path}:${line}: ${name}`));
const blind = secretPatterns
  .filter(({ name, canary }) => !secretsIn(canary.join('')).some((finding) => finding.name === name))
  .map(({ name }) => `the pattern for "${name}" does not find its own example`);
for (const problem of [...found, ...blind]) console.log(problem);
console.log(`secrets: ${paths.length} files, ${found.length} found, ${blind.length} patterns blind`);
process.exitCode = found.length + blind.length === 0 ? 0 : 1;
