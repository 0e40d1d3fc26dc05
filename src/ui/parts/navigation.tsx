import { whyNot } from '@lcm/core/domain/access';
import { type Signal, useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { useApp } from '../lib/app.ts';
import { groupOf, type NavEntry, type NavGroup, navigation } from '../lib/navigation.ts';
import { paths } from '../lib/paths.ts';
import { openTasks } from '../lib/tasks.ts';

/** How many tasks wait for somebody who may see them. */
function OpenCount(): VNode | null {
  const open = openTasks(useApp().live.tasks.value).length;
  if (open === 0) return null;
  return (
    <span class="badge rounded-pill text-bg-warning ms-1">
      {open}
      <span class="visually-hidden"> open</span>
    </span>
  );
}

function NavLink({ entry }: { readonly entry: NavEntry }): VNode {
  const { me, router } = useApp();
  const { label, path, screens, needs } = entry;
  const why = needs && whyNot(me.value, needs);
  const isCurrent = screens.includes(router.route.value.screen);
  return (
    <a href={path} aria-current={isCurrent ? 'page' : undefined} title={why} class={why && 'nav-off'}>
      {label}
      {path === paths.tasks() && <OpenCount />}
    </a>
  );
}

const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

/** Arrows go from link to link, as well as the tabulator. */
function walk(event: KeyboardEvent, list: HTMLElement | null): void {
  const step = steps[event.key];
  const links = [...(list?.querySelectorAll('a') ?? [])];
  if (step === undefined || links.length === 0) return;
  event.preventDefault();
  const at = links.findIndex((link) => link === document.activeElement);
  links[(Math.max(at, step < 0 && at < 0 ? 0 : at) + step + links.length) % links.length]?.focus();
}

interface GroupProps {
  readonly group: NavGroup;
  /** The label of the one that is open. */
  readonly open: Signal<string | undefined>;
}

/** A button that shows its links. It closes by itself: on Escape, when the focus leaves, or when one goes somewhere. */
function Group({ group, open }: GroupProps): VNode {
  const listId = useId();
  const list = useRef<HTMLUListElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const { label, entries } = group;
  const isOpen = open.value === label;
  const isCurrent = groupOf(useApp().router.route.value.screen) === label;
  const close = (): void => {
    if (open.peek() === label) open.value = undefined;
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && isOpen) {
      close();
      button.current?.focus();
    } else if (isOpen) walk(event, list.current);
  };
  const onFocusOut = ({ currentTarget, relatedTarget }: FocusEvent & { readonly currentTarget: HTMLElement }): void => {
    if (relatedTarget instanceof Node && !currentTarget.contains(relatedTarget)) close();
  };
  return (
    <div class={`nav-group ${isOpen ? 'nav-group-open' : ''}`} onKeyDown={onKeyDown} onFocusOut={onFocusOut}>
      <button
        type="button"
        ref={button}
        class={`nav-group-button ${isCurrent ? 'nav-group-current' : ''}`}
        aria-expanded={isOpen}
        aria-controls={listId}
        onClick={() => {
          open.value = isOpen ? undefined : label;
        }}
      >
        {label}
        {isCurrent && <span class="visually-hidden"> (you are here)</span>}
      </button>
      <ul id={listId} ref={list} class="nav-list">
        {entries.map((entry) => (
          <li key={entry.path}>
            <NavLink entry={entry} />
          </li>
        ))}
      </ul>
    </div>
  );
}

/** The main menu: links, and groups of links. */
export function Navigation(): VNode {
  const { router } = useApp();
  const open = useSignal<string | undefined>(undefined);
  const nav = useRef<HTMLElement>(null);
  useEffect(() => {
    open.value = undefined;
  }, [router.route.value]);
  useEffect(() => {
    // A click beside it moves no focus where buttons take none.
    const beside = ({ target }: Event): void => {
      if (target instanceof Node && nav.current?.contains(target) === false) open.value = undefined;
    };
    document.addEventListener('click', beside);
    return () => document.removeEventListener('click', beside);
  }, []);
  return (
    <nav class="main-nav" aria-label="Main" ref={nav}>
      {navigation.map((item) =>
        'entries' in item ? (
          <Group key={item.label} group={item} open={open} />
        ) : (
          <NavLink key={item.path} entry={item} />
        ),
      )}
    </nav>
  );
}
