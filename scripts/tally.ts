import type { TestModule } from 'vitest/node';

export interface Tally {
  readonly passed: number;
  readonly failed: number;
  /** Each skipped test with why it did not run. */
  readonly skipped: readonly string[];
}

function reasonOf(note: string | undefined): string {
  return note === undefined || note === '' ? 'no reason given' : note;
}

/** Counts tests; a file that could not be loaded and an error outside of any test count as failed. */
export function tally(modules: readonly TestModule[], errors: readonly unknown[]): Tally {
  const cases = modules.flatMap((module) => [...module.children.allTests()]);
  const results = cases.map((test) => ({ name: test.fullName, result: test.result() }));
  const broken = modules.filter((module) => module.errors().length > 0).length;
  return {
    passed: results.filter(({ result }) => result.state === 'passed').length,
    failed: results.filter(({ result }) => result.state === 'failed').length + broken + errors.length,
    skipped: results.flatMap(({ name, result }) =>
      result.state === 'skipped' ? [`${name} (${reasonOf(result.note)})`] : [],
    ),
  };
}
