import * as z from 'zod';
import { SettingsError } from '../process/settings.ts';
import type { S3BucketOptions } from './s3-bucket.ts';

/** How buckets are reached, for everything that is kept in one. */
export const S3Settings = z.object({
  S3_ENDPOINT: z
    .url({ protocol: /^https?$/ })
    .optional()
    .meta({ description: 'Of a store that speaks S3’s protocol and is not Amazon’s.' }),
  S3_REGION: z.string().min(1).default('us-east-1'),
  S3_PATH_STYLE: z.stringbool().default(false).meta({
    description: 'The bucket is named in the path, as most stores other than Amazon’s want it.',
  }),
  S3_ACCESS_KEY: z.string().min(1).optional().meta({
    description: 'Without keys the SDK’s own chain counts: AWS_ACCESS_KEY_ID, a profile, the role of the machine.',
  }),
  S3_SECRET_KEY: z.string().min(1).optional().meta({ secret: true }),
});
export type S3Settings = z.output<typeof S3Settings>;

const place = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/;

/** `s3://bucket` or `s3://bucket/prefix`; `undefined` for a folder. @throws SettingsError */
export function bucketAt(text: string, settings: S3Settings): S3BucketOptions | undefined {
  if (!text.startsWith('s3://')) return undefined;
  const [, bucket, path = ''] = place.exec(text) ?? [];
  if (bucket === undefined) throw new SettingsError(`${text} does not look like s3://bucket/prefix`);
  const prefix = path === '' || path.endsWith('/') ? path : `${path}/`;
  return {
    bucket,
    prefix,
    region: settings.S3_REGION,
    endpoint: settings.S3_ENDPOINT,
    pathStyle: settings.S3_PATH_STYLE,
    credentials: credentialsOf(settings),
  };
}

function credentialsOf({ S3_ACCESS_KEY: accessKeyId, S3_SECRET_KEY: secretAccessKey }: S3Settings) {
  if (accessKeyId === undefined && secretAccessKey === undefined) return undefined;
  if (accessKeyId !== undefined && secretAccessKey !== undefined) return { accessKeyId, secretAccessKey };
  throw new SettingsError('S3_ACCESS_KEY and S3_SECRET_KEY: one is set and the other is missing');
}
