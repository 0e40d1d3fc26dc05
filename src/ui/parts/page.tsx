import type { ComponentChildren, VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

export interface PageProps {
  readonly title: string;
  readonly actions?: ComponentChildren;
  readonly lead?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** A screen: its title names the tab and gets the focus, so that keyboard and screen reader start at the top. */
export function Page({ title, actions, lead, children }: PageProps): VNode {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · Lablet Cloud Manager`;
  }, [title]);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <>
      <div class="d-flex flex-wrap align-items-center gap-2 mb-3">
        <div class="me-auto">
          <h1 class="h3 mb-0" tabIndex={-1} ref={heading}>
            {title}
          </h1>
          {lead !== undefined && <div class="text-body-secondary">{lead}</div>}
        </div>
        {actions}
      </div>
      {children}
    </>
  );
}

export interface CardProps {
  readonly title: string;
  readonly aside?: ComponentChildren;
  readonly children: ComponentChildren;
}

export function Card({ title, aside, children }: CardProps): VNode {
  return (
    <section class="card mb-3" aria-label={title}>
      <div class="card-header d-flex align-items-center gap-2">
        <h2 class="h6 mb-0 me-auto">{title}</h2>
        {aside}
      </div>
      <div class="card-body">{children}</div>
    </section>
  );
}

export interface EmptyStateProps {
  readonly title: string;
  readonly children?: ComponentChildren;
}

/** Nothing here, and what to do about it. */
export function EmptyState({ title, children }: EmptyStateProps): VNode {
  return (
    <div class="empty-state">
      <p class="h6">{title}</p>
      {children}
    </div>
  );
}

export function Loading({ what }: { readonly what: string }): VNode {
  return (
    <p class="text-body-secondary" role="status">
      <span class="spinner-border spinner-border-sm me-2" aria-hidden="true" />
      Loading {what}
    </p>
  );
}
