import { type Brand, idKind } from '../../kernel/index.ts';

export type SessionId = Brand<string, 'SessionId'>;
export const SessionId = idKind<'SessionId'>('ses');
