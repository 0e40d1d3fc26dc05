import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { canaryFiles } from './boundaries-canary.ts';
import { runCommand } from './run-command.ts';

/** With fewer modules than this the tool has gone blind: TypeScript 7, for one, shows it no module at all. */
const FEWEST_MODULES = 400;

const Configuration = z.object({ default: z.object({ forbidden: z.array(z.object({ name: z.string() })).min(1) }) });

const Report = z.object({
  summary: z.object({
    totalCruised: z.number(),
    violations: z.array(z.object({ from: z.string(), to: z.string(), rule: z.object({ name: z.string() }) })),
  }),
});
type Summary = z.infer<typeof Report>['summary'];

const RULES_FILE = resolve('.dependency-cruiser.mjs');
const TOP_FOLDERS = ['src', 'simulators', 'simulation', 'scripts', 'bench', 'e2e'];

function cruise(cwd: string): Summary {
  const folders = TOP_FOLDERS.filter((folder) => existsSync(join(cwd, folder)));
  const { output } = runCommand(
    resolve('node_modules/.bin/depcruise'),
    ['--config', RULES_FILE, '-T', 'json', ...folders],
    cwd,
  );
  try {
    return Report.parse(JSON.parse(output)).summary;
  } catch (cause) {
    throw new Error(`dependency-cruiser gave no report: ${output.slice(0, 500)}`, { cause });
  }
}

/** Plants one violation of every rule in a folder of its own; answers the rules that did not notice. */
function blindRules(ruleNames: readonly string[]): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'boundaries-'));
  try {
    for (const [path, text] of Object.entries(canaryFiles)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const seen = new Set(cruise(folder).violations.map(({ rule }) => rule.name));
    return ruleNames.filter((name) => !seen.has(name));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const rules = Configuration.parse(await import(pathToFileURL(RULES_FILE).href)).default.forbidden.map(
  ({ name }) => name,
);
const { totalCruised, violations } = cruise(process.cwd());
const blind = blindRules(rules);
const problems = [
  ...violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`),
  ...blind.map((name) => `${name}: does not report the violation planted for it (scripts/boundaries-canary.ts)`),
  ...(totalCruised < FEWEST_MODULES
    ? [`only ${totalCruised} modules were seen, at least ${FEWEST_MODULES} expected`]
    : []),
];
for (const problem of problems) console.log(problem);
console.log(`boundaries: ${totalCruised} modules, ${rules.length} rules, ${problems.length} problems`);
process.exitCode = problems.length === 0 ? 0 : 1;
