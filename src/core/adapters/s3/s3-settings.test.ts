import { expect, test } from 'vitest';
import { SettingsError } from '../process/settings.ts';
import { bucketAt, S3Settings } from './s3-settings.ts';

const settings = S3Settings.parse({ S3_ENDPOINT: 'http://store:9000', S3_PATH_STYLE: 'true' });

test('a place is a folder unless it begins with s3://', () => {
  expect(bucketAt('/var/lib/lcm/blobs', settings)).toBeUndefined();
  expect(bucketAt('s3://lcm', settings)).toMatchObject({ bucket: 'lcm', prefix: '', endpoint: 'http://store:9000' });
});

test('keys begin below the prefix, whether it was written with its last slash or not', () => {
  expect(bucketAt('s3://lcm/a/b', settings)).toMatchObject({ prefix: 'a/b/', pathStyle: true });
  expect(bucketAt('s3://lcm/a/b/', settings)).toMatchObject({ prefix: 'a/b/' });
});

test('without keys the chain of the SDK counts, and half of them is a mistake', () => {
  expect(bucketAt('s3://lcm', settings)?.credentials).toBeUndefined();
  const both = { ...settings, S3_ACCESS_KEY: 'lcm', S3_SECRET_KEY: 'secret' };
  expect(bucketAt('s3://lcm', both)?.credentials).toEqual({ accessKeyId: 'lcm', secretAccessKey: 'secret' });
  expect(() => bucketAt('s3://lcm', { ...both, S3_SECRET_KEY: undefined })).toThrow(SettingsError);
});

test.each(['s3://', 's3://No_Bucket/x', 's3:///prefix'])('%s is no place', (text) => {
  expect(() => bucketAt(text, settings)).toThrow('does not look like s3://bucket/prefix');
});
