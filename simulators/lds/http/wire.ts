import { instant } from '@lcm/core/kernel';
import { deviceProtocols } from '@lcm/core/ports/lab-delivery';
import { z } from 'zod';
import type { LdsRejection } from '../model/lds-model.ts';
import type { LdsSession } from '../model/state.ts';

const text = z.string().min(1).max(300);

/** Version 3 has more fields than these; what a simulation has no use for is accepted and dropped. */
export const sessionOrder = z.object({
  auth_id: text,
  auth_id_type: text,
  candidate_id: text,
  scheduled_date: z.iso.datetime({ offset: true }).transform((iso) => instant(Date.parse(iso))),
  session_parts: z.array(z.object({ repository_type: text, form_qualified_name: text })).min(1),
});

export const deviceList = z.array(
  z.object({
    device_label: text,
    protocol: z.enum(deviceProtocols),
    host: text,
    port: z.int().min(1).max(65_535),
  }),
);

export const sessionPath = z.object({ id: text });
export const partPath = z.object({ id: text, part: z.coerce.number().int() });

/** How every refusal looks. */
export function problem(code: string, message: string): { error: { code: string; message: string } } {
  return { error: { code, message } };
}

export const statusOf = {
  'session.unknown': 404,
  'part.unknown': 404,
  'device.duplicate-label': 409,
  'session.wrong-state': 409,
} as const satisfies Record<LdsRejection['code'], number>;

export function explain(rejection: LdsRejection): string {
  switch (rejection.code) {
    case 'session.unknown':
      return `there is no session ${rejection.id}`;
    case 'part.unknown':
      return `the session has no part ${rejection.part}`;
    case 'device.duplicate-label':
      return `two devices of one part are called ${rejection.label}`;
    case 'session.wrong-state':
      return `a session cannot ${rejection.action} while it is ${rejection.state}`;
  }
}

export function sessionAnswer({ id, state, parts, authId }: LdsSession): unknown {
  const session_parts = parts.map(({ formQualifiedName, devices }, at) => ({
    part: at + 1,
    form_qualified_name: formQualifiedName,
    devices: devices.map(({ label, protocol, host, port }) => ({ device_label: label, protocol, host, port })),
  }));
  return { session_id: id, auth_id: authId, state, session_parts };
}
