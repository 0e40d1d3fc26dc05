import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { type BlobsHarness, blobsContract } from '../../ports/blobs/contract.ts';
import { blobKey } from '../../ports/blobs/index.ts';
import { S3Blobs } from './s3-blobs.ts';

const motoUrl = process.env['MOTO_URL'];

/** An emptied moto with one bucket. */
async function overMoto(url: string, bucket = 'lcm'): Promise<BlobsHarness> {
  await fetch(`${url}/moto-api/reset`, { method: 'POST' });
  const credentials = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'example' };
  const client = new S3Client({ region: 'us-east-1', endpoint: url, forcePathStyle: true, credentials });
  await client.send(new CreateBucketCommand({ Bucket: 'lcm' }));
  client.destroy();
  const place = { bucket, prefix: 'blobs/', region: 'us-east-1', endpoint: url, pathStyle: true };
  const blobs = new S3Blobs({ ...place, credentials });
  return { blobs, close: async () => blobs.close() };
}

describe.skipIf(motoUrl === undefined)('only with MOTO_URL, a moto server that may be reset', () => {
  blobsContract('moto', async () => overMoto(motoUrl ?? ''));

  test('a bucket that is not there is told from a blob that is not there', async () => {
    const { blobs, close } = await overMoto(motoUrl ?? '', 'nobodys');
    await expect(blobs.get(blobKey('0'.repeat(64)))).rejects.toMatchObject({ code: 'no-bucket' });
    await expect(blobs.put(new Uint8Array(1))).rejects.toMatchObject({ code: 'no-bucket' });
    await close?.();
  });
});
