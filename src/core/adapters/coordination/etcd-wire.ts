import * as z from 'zod';
import type { Change, KeyValue } from '../../ports/coordination/index.ts';

/**
 * The part of etcd's JSON gateway that we speak: bytes are base64, 64-bit numbers are strings, and what is zero, false
 * or empty is left out. https://etcd.io/docs/v3.5/dev-guide/api_grpc_gateway/
 */
export const encode = (text: string): string => Buffer.from(text, 'utf8').toString('base64');
export const decode = (bytes: string): string => Buffer.from(bytes, 'base64').toString('utf8');

/** Both ends of the range of all keys that begin with `prefix`. */
export function prefixRange(prefix: string): { key: string; range_end: string } {
  if (prefix === '') return { key: encode('\0'), range_end: encode('\0') };
  const end = Buffer.from(prefix, 'utf8');
  // No byte of UTF-8 is 0xff, so the last one can always be counted up.
  end[end.length - 1] = (end.at(-1) ?? 0) + 1;
  return { key: encode(prefix), range_end: end.toString('base64') };
}

export const int64 = z.union([z.string(), z.number()]).default(0).transform(Number).pipe(z.int());
export const bytes = z.string().default('').transform(decode);

const Header = z.object({ revision: int64 }).default({ revision: 0 });
const WireKeyValue = z.object({ key: bytes, value: bytes, create_revision: int64, mod_revision: int64 });

export const PutAnswer = z.object({ header: Header });
export const RangeAnswer = z.object({
  header: Header,
  kvs: z.array(WireKeyValue).default([]),
  more: z.boolean().default(false),
});
export const DeleteRangeAnswer = z.object({ header: Header, deleted: int64 });
export const TxnAnswer = z.object({
  header: Header,
  succeeded: z.boolean().default(false),
  responses: z.array(z.object({ response_range: RangeAnswer.optional() })).default([]),
});
export const GrantAnswer = z.object({ ID: z.string(), TTL: int64 });
/** A lease that is gone is answered without a TTL, not with an error. */
export const KeepAliveAnswer = z.object({ result: z.object({ TTL: int64 }) });
export const RevokeAnswer = z.object({});
export const ErrorAnswer = z.object({ code: z.int(), message: z.string().default('') });

export const WatchAnswer = z.object({
  result: z.object({
    header: Header,
    created: z.boolean().default(false),
    canceled: z.boolean().default(false),
    cancel_reason: z.string().default(''),
    compact_revision: int64,
    events: z.array(z.object({ type: z.enum(['PUT', 'DELETE']).default('PUT'), kv: WireKeyValue })).default([]),
  }),
});
export type WatchResult = z.output<typeof WatchAnswer>['result'];

export const grpcCode = {
  invalidArgument: 3,
  notFound: 5,
  outOfRange: 11,
  unimplemented: 12,
  unavailable: 14,
} as const;

export function toKeyValue(wire: z.output<typeof WireKeyValue>): KeyValue {
  const { key, value, create_revision: createRevision, mod_revision: modRevision } = wire;
  return { key, value, createRevision, modRevision };
}

export function toChange({ type, kv }: WatchResult['events'][number]): Change {
  const { key, value, mod_revision: revision } = kv;
  return type === 'DELETE' ? { type: 'delete', key, value: '', revision } : { type: 'put', key, value, revision };
}
