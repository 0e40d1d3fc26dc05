import { escapeHtml } from '@lcm/core/kernel';

/** Markup that may be put into markup as it is. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type HtmlPart = Html | string | number | undefined | readonly Html[];

/** Everything that is put in is escaped, unless it is markup made here. */
export function html(fixed: TemplateStringsArray, ...parts: readonly HtmlPart[]): Html {
  return new Html(fixed.map((text, at) => text + shown(parts[at])).join(''));
}

function shown(part: HtmlPart): string {
  if (part === undefined) return '';
  if (part instanceof Html) return part.text;
  if (typeof part === 'string' || typeof part === 'number') return escapeHtml(String(part));
  return part.map(({ text }) => text).join('');
}
