import type { Blobs } from '../../ports/blobs/index.ts';
import { bucketAt, type S3Settings } from '../s3/s3-settings.ts';
import { FolderBlobs } from './folder-blobs.ts';
import { S3Blobs } from './s3-blobs.ts';

/** In a folder, or in the bucket that `s3://bucket/prefix` names. @throws SettingsError */
export function openBlobs(place: string, settings: S3Settings): Blobs {
  const bucket = bucketAt(place, settings);
  return bucket === undefined ? new FolderBlobs(place) : new S3Blobs(bucket);
}
