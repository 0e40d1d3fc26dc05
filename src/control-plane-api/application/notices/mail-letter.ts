import { foldSame, inZone, isUrgent, type Notice } from '@lcm/core/domain/notice';
import { escapeHtml } from '@lcm/core/kernel';
import type { MailMessage } from '@lcm/core/ports/mail';
import { clockOf } from '../people/zone.ts';

export interface LetterOptions {
  readonly publicUrl: string;
  /** The reader's, where it is known. */
  readonly zone: string | undefined;
}

type Letter = Pick<MailMessage, 'subject' | 'text' | 'html' | 'choicesUrl'>;

/** One thing in a mail, as its reader's clock has it. */
interface Item {
  readonly title: string;
  readonly text: string;
  readonly link?: string | undefined;
}

const longestSubject = 150;

/** What somebody reads: everything that one mail tells, in order, what is the same only as it is in the end. */
export function letterOf(all: readonly Notice[], { publicUrl, zone }: LetterOptions): Letter {
  const inTheirTime = zone === undefined ? (words: string) => words : (words: string) => inZone(words, clockOf(zone));
  const told = foldSame(all);
  const items = told.map(
    ({ title, text, facts }): Item => ({
      title: oneLine(title),
      text: inTheirTime(text),
      link: typeof facts['link'] === 'string' ? facts['link'] : undefined,
    }),
  );
  const isOwners = all.some(({ to }) => 'person' in to);
  const choicesUrl = isOwners ? `${publicUrl}/me` : undefined;
  const why = isOwners
    ? 'You are told this because of sessions of yours. Choose what you are told:'
    : 'You are told this because an admin chose this mailbox:';
  const where = choicesUrl ?? `${publicUrl}/settings`;
  const text = [...items.map(asText), `--\n${why} ${where}\n`].join('\n\n');
  return { subject: subjectOf(told), text, html: pageOf(items, { why, where }), ...(choicesUrl && { choicesUrl }) };
}

/** Names what cannot wait, when something is among it. */
function subjectOf(told: readonly Notice[]): string {
  const title = oneLine((told.find(isUrgent) ?? told[0])?.title ?? '');
  const more = told.length > 1 ? ` and ${told.length - 1} more` : '';
  return `${title.slice(0, longestSubject)}${more}`;
}

function asText({ title, text, link }: Item): string {
  return [title, '', text, ...(link === undefined ? [] : ['', link])].join('\n');
}

function pageOf(items: readonly Item[], { why, where }: { readonly why: string; readonly where: string }): string {
  const parts = items.map(asHtml).join('\n');
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark"></head>
<body style="font: 16px/1.5 system-ui, sans-serif; max-width: 40em; margin: 0 auto; padding: 1em">
${parts}
<hr><p style="font-size: 14px">${escapeHtml(why)} <a href="${escapeHtml(where)}">${escapeHtml(where)}</a></p>
</body></html>
`;
}

function asHtml({ title, text, link }: Item): string {
  const lines = text.split('\n').map(escapeHtml).join('<br>');
  const way = link === undefined ? '' : `<p><a href="${escapeHtml(link)}">Open it</a></p>`;
  return `<h1 style="font-size: 20px">${escapeHtml(title)}</h1><p>${lines}</p>${way}`;
}

/** Names are people's: nothing in them makes a header or a line of its own. */
function oneLine(text: string): string {
  return text.replaceAll(/\p{Cc}+/gu, ' ').trim();
}
