import type { ContentSource } from '../../ports/content-source/index.ts';
import { bucketAt, type S3Settings } from '../s3/s3-settings.ts';
import { FolderContentSource } from './folder-content-source.ts';
import { S3ContentSource } from './s3-content-source.ts';

/** In a folder, or in the bucket that `s3://bucket/prefix` names. @throws SettingsError */
export function openContent(place: string, settings: S3Settings): ContentSource {
  const bucket = bucketAt(place, settings);
  return bucket === undefined ? new FolderContentSource(place) : new S3ContentSource(bucket);
}
