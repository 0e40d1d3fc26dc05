import { parseArgs } from 'node:util';
import { runCommand } from './run-command.ts';

/** Everything that has to hold before a change is shared, cheapest first. Each runs alone as `npm run check:<name>`. */
const steps = [
  { name: 'format', fix: 'npm run format' },
  { name: 'lint', fix: 'npm run check:lint -- --fix' },
  { name: 'types', fix: 'mend what tsc names' },
  { name: 'boundaries', fix: 'import from the layer that may know it: see .dependency-cruiser.mjs' },
  { name: 'dead', fix: 'remove what nobody uses, or its export' },
  { name: 'duplicates', fix: 'give what is said twice one place' },
  { name: 'lockfile', fix: 'choose a version whose platform packages are published, then npm install' },
  { name: 'secrets', fix: 'take the secret out, and replace it where it was valid' },
  { name: 'capabilities', fix: 'name a test that exists in docs/capabilities.md, or lower the state' },
  { name: 'tests', fix: 'npm test' },
] as const;

function runStep({ name, fix }: (typeof steps)[number]): boolean {
  const started = performance.now();
  const { ok, output } = runCommand('npm', ['run', '--silent', `check:${name}`]);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${ok ? 'ok    ' : 'FAILED'}  ${name.padEnd(13)}${seconds.padStart(6)} s`);
  if (!ok) console.log(`${output.trimEnd()}\n        to mend it: ${fix}\n`);
  return ok;
}

const { values } = parseArgs({ options: { skip: { type: 'string', default: '' } } });
const skipped = new Set(values.skip.split(',').filter((name) => name !== ''));
const wanted = steps.filter(({ name }) => !skipped.has(name));
const unknown = [...skipped].filter((name) => !steps.some((step) => step.name === name));
if (unknown.length > 0) throw new Error(`There is no check called ${unknown.join(', ')}`);

const failed = wanted.filter((step) => !runStep(step));
const names = failed.map(({ name }) => name).join(', ');
console.log(
  failed.length === 0 ? `All ${wanted.length} checks hold.` : `${failed.length} of ${wanted.length} failed: ${names}`,
);
process.exitCode = failed.length === 0 ? 0 : 1;
