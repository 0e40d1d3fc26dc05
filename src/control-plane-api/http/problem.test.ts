import { BlobsError, type BlobsErrorCode } from '@lcm/core/ports/blobs';
import { expect, test } from 'vitest';
import { problemOf, rejectionOf } from './problem.ts';

test.each<[BlobsErrorCode, string, number]>([
  ['damaged', 'files.damaged', 500],
  ['unreachable', 'files.unavailable', 503],
  ['slow', 'files.unavailable', 503],
  ['denied', 'files.unavailable', 503],
])('a store of files that is %s is no mistake of ours, and says nothing of where it is', (trouble, code, status) => {
  const problem = problemOf(rejectionOf(new BlobsError(trouble, 's3://bucket/ab12: secret')), 'c1');
  expect(problem).toMatchObject({ code, status });
  expect(problem.detail).not.toMatch(/s3|secret|ab12/);
});
