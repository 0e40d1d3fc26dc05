import { toIso } from '@lcm/core/kernel';
import type { S3Error } from '../model/s3-error.ts';
import type { Page } from '../model/s3-model.ts';

const head = '<?xml version="1.0" encoding="UTF-8"?>\n';
const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => entities[sign] ?? sign);
}

export function errorXml({ code, message }: S3Error, resource: string): string {
  const inner = `<Code>${code}</Code><Message>${escaped(message)}</Message><Resource>${escaped(resource)}</Resource>`;
  return `${head}<Error>${inner}<RequestId>0000000000000000</RequestId></Error>`;
}

export function pageXml({ objects, next }: Page, { bucket, prefix }: { bucket: string; prefix: string }): string {
  const contents = objects.map(
    ({ key, content, etag, modifiedAt }) =>
      `<Contents><Key>${escaped(key)}</Key><LastModified>${toIso(modifiedAt)}</LastModified><ETag>${escaped(etag)}</ETag>` +
      `<Size>${content.length}</Size><StorageClass>STANDARD</StorageClass></Contents>`,
  );
  const more = next === undefined ? '' : `<NextContinuationToken>${tokenOf(next)}</NextContinuationToken>`;
  const about = `<Name>${escaped(bucket)}</Name><Prefix>${escaped(prefix)}</Prefix><KeyCount>${objects.length}</KeyCount>`;
  const xmlns = 'http://s3.amazonaws.com/doc/2006-03-01/';
  return `${head}<ListBucketResult xmlns="${xmlns}">${about}<IsTruncated>${next !== undefined}</IsTruncated>${more}${contents.join('')}</ListBucketResult>`;
}

/** A token is not for reading. */
export function tokenOf(key: string): string {
  return Buffer.from(key).toString('base64url');
}

export function keyOfToken(token: string): string {
  return Buffer.from(token, 'base64url').toString();
}
