import { isFinal } from '@lcm/core/domain/session';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { consoleLink } from '../lib/console-link.ts';
import type { Session, Worker } from '../lib/views.ts';
import { CopyId } from './copy-id.tsx';

interface ConsoleProps {
  readonly host: string | undefined;
  readonly protocol: string;
  readonly port: number | undefined;
}

/** While its lab may be there; before and after that others have what answers at the address. */
const isUp: readonly Session['status'][] = ['instantiating', 'ready', 'running', 'collecting'];

function hostOf({ status }: Session, worker: Worker | undefined): string | undefined {
  return isUp.includes(status) ? (worker?.publicIp ?? worker?.privateIp) : undefined;
}

/** Before its worker has an address there is a port and nothing to reach it by. */
function Console({ host, protocol, port }: ConsoleProps): VNode {
  if (port === undefined || host === undefined) return <span>–</span>;
  const href = consoleLink({ host, protocol, port });
  return (
    <span class="d-inline-flex flex-wrap gap-2 align-items-center">
      <CopyId id={`${host}:${port}`} what="address" />
      {href !== undefined && <a href={href}>Open console</a>}
    </span>
  );
}

/** How the nodes are reached while the lab is up; what is over has given its ports back. */
export function SessionPorts({ session }: { readonly session: Session }): VNode | null {
  const { placement, definition } = session;
  const { live } = useApp();
  if (placement === undefined || definition.ports.length === 0 || isFinal(session)) return null;
  const host = hostOf(session, live.find('worker', placement.workerId));
  return (
    <table class="table table-sm table-stack mt-3 mb-0">
      <caption class="visually-hidden">Ports</caption>
      <thead>
        <tr>
          <th scope="col">Node</th>
          <th scope="col">Access</th>
          <th scope="col">Port</th>
          <th scope="col">Console</th>
        </tr>
      </thead>
      <tbody>
        {definition.ports.map(({ name, label, protocol }) => (
          <tr key={name}>
            <th scope="row" data-label="Node">
              {label}
            </th>
            <td data-label="Access">{protocol}</td>
            <td data-label="Port">{placement.ports[name] ?? '–'}</td>
            <td data-label="Console">
              <Console host={host} protocol={protocol} port={placement.ports[name]} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
