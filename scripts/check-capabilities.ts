import { globSync, readFileSync } from 'node:fs';
import { capabilitiesIn, capabilityProblems, mistakeProblems, mistakesIn, testNamesIn } from './capabilities.ts';

const PAGE = 'docs/capabilities.md';
const MISTAKES = 'docs/mistakes.md';
const FEWEST_ROWS = 250;
const FEWEST_MISTAKES = 60;
const TESTS = ['{src,simulators,simulation,scripts,e2e,bench}/**/{*.test.ts,*.test.tsx,*.e2e.ts,contract*.ts}'];

const files = globSync(TESTS, { exclude: ['**/node_modules/**', '**/dist/**'] });
const tests = new Set(files.flatMap((path) => testNamesIn(readFileSync(path, 'utf8'))));
const rows = capabilitiesIn(readFileSync(PAGE, 'utf8'));
const canary = capabilityProblems(capabilitiesIn('| 1 | planted | done | - | - | a test that nobody wrote |'), tests);

const mistakes = mistakesIn(readFileSync(MISTAKES, 'utf8'));

const problems = [
  ...capabilityProblems(rows, tests),
  ...(rows.length < FEWEST_ROWS ? [`only ${rows.length} rows, at least ${FEWEST_ROWS} expected`] : []),
  ...(canary.length === 1 ? [] : ['the check does not notice a test that does not exist']),
];
for (const problem of problems) console.log(`${PAGE}: ${problem}`);

const repeated = [
  ...mistakeProblems(mistakes, tests),
  ...(mistakes.length < FEWEST_MISTAKES ? [`only ${mistakes.length} rows, at least ${FEWEST_MISTAKES} expected`] : []),
];
for (const problem of repeated) console.log(`${MISTAKES}: ${problem}`);

const count = (state: string): number => rows.filter((row) => row.state === state).length;
const states = ['done', 'partial', 'planned', 'left out'].map((state) => `${count(state)} ${state}`).join(', ');
console.log(
  `capabilities: ${rows.length} rows (${states}), ${tests.size} tests, ${mistakes.length} mistakes, ${problems.length + repeated.length} problems`,
);
process.exitCode = problems.length + repeated.length === 0 ? 0 : 1;
