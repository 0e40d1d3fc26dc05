import { readFileSync } from 'node:fs';
import { Lockfile, lockfileProblems } from './lockfile.ts';

/** Only macOS installs it, and it works without its script. */
const INSTALL_SCRIPTS_ALLOWED = ['fsevents'];

const lockfile = Lockfile.parse(JSON.parse(readFileSync('package-lock.json', 'utf8')));
const canary = lockfileProblems({ packages: { '': { optionalDependencies: { 'no-such-platform': '1.0.0' } } } }, []);
const problems = [
  ...lockfileProblems(lockfile, INSTALL_SCRIPTS_ALLOWED),
  ...(canary.length === 1 ? [] : ['the check does not notice a missing platform package']),
];
for (const problem of problems) console.log(problem);
console.log(`lockfile: ${Object.keys(lockfile.packages).length} packages, ${problems.length} problems`);
process.exitCode = problems.length === 0 ? 0 : 1;
