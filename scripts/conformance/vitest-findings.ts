import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import type { Findings } from './peer.ts';
import { type Command, onLoopback } from './program.ts';

const report = z.object({
  testResults: z.array(
    z.object({
      message: z.string(),
      assertionResults: z.array(
        z.object({ status: z.string(), fullName: z.string(), failureMessages: z.array(z.string()).nullish() }),
      ),
    }),
  ),
});

/** A promise that a peer is known not to keep passes by failing: that says nothing for the peer. */
const isKept = ({ status, fullName }: { status: string; fullName: string }): boolean =>
  status === 'passed' && !fullName.includes(' not kept: ');

function findingsOf(text: string): Findings {
  const files = report.parse(JSON.parse(text)).testResults;
  const tests = files.flatMap(({ assertionResults }) => assertionResults);
  const failed = tests.filter(({ status }) => status === 'failed');
  const broken = files.filter(({ assertionResults, message }) => assertionResults.length === 0 && message !== '');
  return {
    passed: tests.filter(isKept).length,
    problems: [
      ...failed.map(({ fullName, failureMessages }) => `${fullName}\n${failureMessages?.join('\n') ?? ''}`),
      ...broken.map(({ message }) => message),
    ],
  };
}

export interface Contract {
  /** The test files of the adapters. */
  readonly files: readonly string[];
  /** Where its tests find the server: the name and value of one variable, without which they are skipped. */
  readonly address: readonly [name: string, url: string];
  /** Where the report may be written. */
  readonly folder: string;
}

/** Runs the tests that an adapter only has with a real server: those named `only with <variable>`. */
export async function findingsOfContract({ files, address: [name, url], folder }: Contract): Promise<Findings> {
  const chosen = ['--project', 'unit', '--testNamePattern', `only with ${name}`, ...files];
  return findingsOfTests(chosen, { env: { [name]: url }, folder, limitMs: 90_000 });
}

/** What came of some tests of ours, each counted. */
export async function findingsOfTests(
  chosen: readonly string[],
  { env, folder, limitMs }: Pick<Command, 'env' | 'limitMs'> & { readonly folder: string },
): Promise<Findings> {
  const written = join(folder, 'report.json');
  const args = ['node_modules/vitest/vitest.mjs', 'run', '--reporter=json', `--outputFile=${written}`, ...chosen];
  const limits = { ...(env && { env }), ...(limitMs !== undefined && { limitMs }) };
  const ended = await onLoopback({ program: process.execPath, args, ...limits });
  const found = await readFile(written, 'utf8').then(findingsOf, () => ({ passed: 0, problems: [] }));
  if (ended.code === 0 || found.problems.length > 0) return found;
  return { ...found, problems: [`vitest ended with ${ended.code}\n${ended.output}${ended.errors}`] };
}
