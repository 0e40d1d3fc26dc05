import type { LdsModel } from '../model/lds-model.ts';
import type { LdsSession } from '../model/state.ts';
import { DeviceConsole } from './device-console.ts';

export type Device = LdsSession['parts'][number]['devices'][number];

/** The consoles of all sessions. They are open only while the candidate's session runs. */
export class Consoles {
  readonly #model: LdsModel;
  readonly #bySession = new Map<string, Map<string, DeviceConsole>>();
  readonly #unwatch: () => void;

  constructor(model: LdsModel) {
    this.#model = model;
    this.#unwatch = model.watch(() => this.#closeStopped());
  }

  /** The device's console, connected or connecting; `undefined` unless the session runs and the device has one. */
  open(sessionId: string, label: string): DeviceConsole | undefined {
    const session = this.#model.session(sessionId);
    const device = session && devicesOf(session).find((one) => one.label === label);
    if (session?.state !== 'RUNNING' || device === undefined || !hasConsole(device)) return undefined;
    const console = this.#at(sessionId, device);
    console.open();
    return console;
  }

  find(sessionId: string, label: string): DeviceConsole | undefined {
    return this.#bySession.get(sessionId)?.get(label);
  }

  close(): void {
    this.#unwatch();
    for (const sessionId of this.#bySession.keys()) this.#closeSession(sessionId, 'the delivery system stops');
  }

  #at(sessionId: string, { label, host, port }: Device): DeviceConsole {
    const consoles = this.#bySession.get(sessionId) ?? new Map<string, DeviceConsole>();
    this.#bySession.set(sessionId, consoles);
    const known = consoles.get(label);
    if (known?.address.host === host && known.address.port === port) return known;
    known?.close('the device has moved');
    const console = new DeviceConsole({ host, port });
    consoles.set(label, console);
    return console;
  }

  #closeStopped(): void {
    for (const sessionId of this.#bySession.keys()) {
      if (this.#model.session(sessionId)?.state !== 'RUNNING')
        this.#closeSession(sessionId, 'the session is not running');
    }
  }

  #closeSession(sessionId: string, why: string): void {
    for (const console of this.#bySession.get(sessionId)?.values() ?? []) console.close(why);
    this.#bySession.delete(sessionId);
  }
}

export function devicesOf({ parts }: LdsSession): Device[] {
  return parts.flatMap(({ devices }) => devices);
}

/** Serial lines are published as telnet; the other protocols need programs of their own. */
export function hasConsole({ protocol }: Device): boolean {
  return protocol === 'telnet';
}
