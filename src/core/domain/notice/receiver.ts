import type { Audience } from './lifecycle.ts';

/**
 * Who is told, and how. Of a person only the id is here: their address is nobody's to read, and what it is at the time of
 * sending counts. Before there was mail no channel was written down.
 */
export type NoticeReceiver = { readonly audience: Audience } & (
  | { readonly channel?: 'webhook' | undefined; readonly url: string }
  | { readonly channel: 'mail'; readonly person: string }
  | { readonly channel: 'mail'; readonly mailbox: string }
);

export function isMail(to: NoticeReceiver): to is Extract<NoticeReceiver, { channel: 'mail' }> {
  return to.channel === 'mail';
}

/** The same for the same receiver, and only for it. */
export function receiverKey(to: NoticeReceiver): string {
  if ('url' in to) return to.url;
  return 'person' in to ? `person:${to.person}` : `mailto:${to.mailbox}`;
}

/** `https://hooks.example.org/told`, `noc@example.org`, `uma by mail`: for people. */
export function receiverInWords(to: NoticeReceiver): string {
  if ('url' in to) return to.url;
  return 'person' in to ? `${to.person} by mail` : to.mailbox;
}

/** `hooks.example.org`, `*.example.org`, `127.0.0.1:9000`: hosts that people may have themselves told at. */
export function mayBeTold(url: string, hosts: readonly string[]): boolean {
  const host = hostOf(url);
  if (host === undefined) return false;
  return hosts.some((allowed) => (allowed.startsWith('*.') ? host.endsWith(allowed.slice(1)) : host === allowed));
}

/** Undefined when it is no address, whatever it looks like: `http://host:99999`. */
export function hostOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).host : undefined;
}
