import { useApp } from './app.ts';

/** People that the screens have heard of, by id; anybody else can be typed. */
export function useKnownPeople(): ReadonlyMap<string, string> {
  const { live, me } = useApp();
  const assignees = live.tasks.value.flatMap(({ assignee }) => assignee ?? []);
  const owners = live.sessions.value.map(({ ownerId }) => ({ id: ownerId, name: ownerId }));
  const holders = live.labs.value.flatMap(({ assignments = [] }) => assignments);
  return new Map([...owners, ...holders, ...assignees, me.value].map(({ id, name }) => [id, name]));
}
