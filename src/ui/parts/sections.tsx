import { useSignal } from '@preact/signals';
import type { ComponentChildren, VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

export interface SectionInfo {
  readonly id: string;
  readonly title: string;
}

/** The ways to the sections of a long screen; the one that is read is marked. */
export function SectionNav({ sections }: { readonly sections: readonly SectionInfo[] }): VNode {
  const current = useSignal(sections[0]?.id);
  useEffect(() => {
    const observer = new IntersectionObserver(
      (entries) => {
        const seen = entries.find(({ isIntersecting }) => isIntersecting);
        if (seen !== undefined) current.value = seen.target.id;
      },
      // The section that crosses a line below the top is the one that is read.
      { rootMargin: '-20% 0px -75% 0px' },
    );
    for (const { id } of sections) {
      const element = document.getElementById(id);
      if (element !== null) observer.observe(element);
    }
    return () => observer.disconnect();
  }, []);
  return (
    <nav class="section-nav" aria-label="Sections of this page">
      {sections.map(({ id, title }) => (
        <a key={id} href={`#${id}`} aria-current={current.value === id ? 'location' : undefined}>
          {title}
        </a>
      ))}
    </nav>
  );
}

/** A part of a screen with an address of its own. */
export function Section({ id, title, children }: SectionInfo & { readonly children: ComponentChildren }): VNode {
  const element = useRef<HTMLElement>(null);
  useEffect(() => {
    // The browser looked for it before it was drawn.
    if (window.location.hash === `#${id}`) element.current?.scrollIntoView();
  }, []);
  return (
    <section id={id} ref={element} class="page-section" aria-label={title}>
      <h2 class="visually-hidden">{title}</h2>
      {children}
    </section>
  );
}
