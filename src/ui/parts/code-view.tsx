import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { plural } from '../lib/format.ts';
import { highlight, type Language } from '../lib/highlight.ts';
import { ActionButton } from './action-button.tsx';

/** A browser lays out so many lines at once; the file has the others. */
const mostLines = 3000;

export interface CodeViewProps {
  readonly title: string;
  readonly text: string;
  readonly language: Language;
  /** What it is called where it is downloaded. */
  readonly file: string;
  /** Where it is downloaded from; without it, it is made here of what is shown. */
  readonly href?: string | undefined;
}

function CopyButton({ title, text }: Pick<CodeViewProps, 'title' | 'text'>): VNode {
  const { copy, announce } = useApp();
  const copied = useSignal(false);
  const take = async (): Promise<void> => {
    copied.value = await copy(text);
    announce(copied.value ? `Copied ${title}` : 'The browser does not allow copying here');
  };
  return (
    <ActionButton
      small
      label={copied.value ? 'Copied' : 'Copy'}
      description={`Copy ${title}`}
      onClick={() => void take()}
    />
  );
}

/** A file to read: its lines numbered, its parts in colours, to copy and to download. */
export function CodeView({ title, text, language, file, href }: CodeViewProps): VNode {
  const lines = highlight(text, language);
  const address = href ?? `data:text/plain;charset=utf-8,${encodeURIComponent(text)}`;
  return (
    <figure class="code" aria-label={title}>
      <figcaption class="d-flex flex-wrap gap-2 align-items-center mb-1">
        <span class="small text-body-secondary me-auto">{plural(lines.length, 'line')}</span>
        <CopyButton title={title} text={text} />
        <a class="btn btn-sm btn-outline-secondary" href={address} download={file}>
          Download<span class="visually-hidden"> {title}</span>
        </a>
      </figcaption>
      <pre class="code-lines" tabIndex={0} role="group" aria-label={`Lines of ${title}`}>
        {lines.slice(0, mostLines).map((tokens, index) => (
          <code key={index} class="code-line">
            {tokens.map((token, at) => (
              <span key={at} class={`code-${token.kind}`}>
                {token.text}
              </span>
            ))}
            {'\n'}
          </code>
        ))}
      </pre>
      {lines.length > mostLines && <p class="small">The first {mostLines} lines; the file has all of them.</p>}
    </figure>
  );
}
